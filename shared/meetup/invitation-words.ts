/**
 * What someone who starts a side group is told of those who will be invited: how many, never who. `votes` is the
 * topic's public count, null while it is withheld; one's own vote invites nobody.
 */
export function invitationWords(votes: number | null, { isMine }: { isMine: boolean }): string {
  if (votes === null) return "Everyone who would come to it will hear about it.";
  const others = votes - Number(isMine);
  if (others <= 0) return "Nobody else has asked for it yet.";
  return `${others < 3 ? "A few" : others} people will hear about it.`;
}
