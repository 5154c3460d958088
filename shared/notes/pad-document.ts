/** The name of the one text inside a pad's Y.Doc: `doc.getText("markdown")`. */
export const PAD_TEXT = "markdown";
