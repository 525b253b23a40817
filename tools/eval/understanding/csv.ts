/** Rows of a CSV file with a header (RFC 4180: quoted fields, doubled quotation marks, line breaks inside quotes). */
export const readCsv = (text: string): readonly Readonly<Record<string, string>>[] => {
  const rows: string[][] = [[]]
  let field = ''
  let quoted = false
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]
    if (quoted) {
      if (character === '"' && text[at + 1] === '"') {
        field += '"'
        at += 1
      } else if (character === '"') quoted = false
      else field += character
    } else if (character === '"') quoted = true
    else if (character === ',' || character === '\n') {
      rows.at(-1)?.push(field.replace(/\r$/u, ''))
      field = ''
      if (character === '\n') rows.push([])
    } else field += character
  }
  rows.at(-1)?.push(field)
  const [header = [], ...body] = rows.filter((row) => row.length > 1 || row[0] !== '')
  return body.map((row) => Object.fromEntries(header.map((name, index) => [name, row[index] ?? ''])))
}
