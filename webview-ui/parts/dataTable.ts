import { html, type TemplateResult } from 'lit-html';

/** What stands in the cells, row by row; of any kind that a template takes. */
type Rows = readonly (readonly unknown[])[];

/** So many columns of figures fit beside each other on a narrow screen, too. */
const mostCompact = 6;

/** A table of a few columns. On narrow screens each row becomes a list of its cells, each with the column's name. */
export function dataTable(label: string, columns: readonly string[], rows: Rows): TemplateResult {
  return table({ label, columns, rows, look: 'figures' });
}

/** A table of figures and single words, which stays one on narrow screens as long as it fits. */
export function figuresTable(label: string, columns: readonly string[], rows: Rows): TemplateResult {
  return table({ label, columns, rows, look: columns.length > mostCompact ? 'figures' : 'figures compact' });
}

function table({
  label,
  columns,
  rows,
  look,
}: {
  readonly label: string;
  readonly columns: readonly string[];
  readonly rows: Rows;
  readonly look: string;
}): TemplateResult {
  return html`
    <table class="table ${look}" role="table" aria-label=${label}>
      <thead role="rowgroup">
        <tr role="row">
          ${columns.map((name) => html`<th role="columnheader" scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${rows.map(
          (cells) =>
            html`<tr role="row">
              ${cells.map(
                (cell, index) =>
                  html`<td role="cell" data-label=${columns[index] ?? ''}><span>${cell}</span></td>`,
              )}
            </tr>`,
        )}
      </tbody>
    </table>
  `;
}
