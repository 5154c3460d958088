/** What a new pad starts with: the headings that operators' session notes have. Ends with a line break. */
export function sessionTemplate(title: string): string {
  return `# ${title}

Moderator:
Notes by:

## Notes

## Decisions

## Actions

- [ ] 
`;
}
