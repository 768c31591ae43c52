/** The version this build was made from. */
export const [VERSION = ''] = Object.values(
  import.meta.glob<string>('/package.json', { eager: true, import: 'version' }),
);
