/** The address of a step opened from the review: it leads back there, and may name the field to focus. */
export function reviewEditHref(path: string, field?: string): string {
  return `${path}?tu=xem-lai${field === undefined ? '' : `&o=${field}`}`;
}
