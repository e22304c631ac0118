/** Marks a template as CSS for the formatter and keeps its backslashes. */
export const css = String.raw;
