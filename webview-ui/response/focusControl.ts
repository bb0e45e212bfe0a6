import { fieldId, findingKey, type FieldKey } from './fields.ts';

/** Puts the caret behind the last word of a field, or the focus on the choice that is made in it. */
export function focusControl(root: HTMLElement, key: FieldKey): void {
  const [about = ''] = key.split('.');
  // What is not drawn yet follows from the disposition.
  const field = elementOf(root, key) ?? elementOf(root, findingKey(about, 'disposition'));
  const control =
    field instanceof HTMLFieldSetElement
      ? (field.querySelector<HTMLElement>('input:checked') ?? field.querySelector<HTMLElement>('input'))
      : field;
  field?.scrollIntoView({ block: 'center', behavior: 'instant' });
  control?.focus({ preventScroll: true });
  if (control instanceof HTMLTextAreaElement) {
    control.setSelectionRange(control.value.length, control.value.length);
  }
}

function elementOf(root: HTMLElement, key: FieldKey): HTMLElement | null {
  return root.querySelector<HTMLElement>(`#${CSS.escape(fieldId(key))}`);
}
