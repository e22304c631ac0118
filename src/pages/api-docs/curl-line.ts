interface CurlInput {
  readonly method: string;
  readonly baseUrl: string;
  readonly path: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly place: string;
    readonly isRequired: boolean;
    readonly example: unknown;
  }[];
  readonly body: string | null;
}

/** A line for a POSIX shell: the key comes from the environment, so that it stays out of the shell's history. */
export function curlLine({ method, baseUrl, path, parameters, body }: CurlInput): string {
  const values = parameters.filter((one) => isScalar(one.example));
  const filledPath = path.replaceAll(/\{([^}]+)\}/g, (placeholder, name: string) => {
    const value = values.find((one) => one.place === 'path' && one.name === name);
    return value ? encodeURIComponent(String(value.example)) : placeholder;
  });
  const query = new URLSearchParams(
    values
      .filter((one) => one.place === 'query' && one.isRequired)
      .map((one) => [one.name, String(one.example)]),
  ).toString();
  const url = `${baseUrl}${filledPath}${query === '' ? '' : `?${query}`}`;
  return [
    'curl',
    ...(method === 'get' ? [] : [`--request ${method.toUpperCase()}`]),
    '--header "Authorization: Bearer $IMAGEN_API_KEY"',
    ...(body === null
      ? []
      : [`--header 'Content-Type: application/json'`, `--data ${quote(body)}`]),
    quote(url),
  ].join(' \\\n  ');
}

function isScalar(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

function quote(text: string): string {
  return `'${text.replaceAll(`'`, `'\\''`)}'`;
}
