import { plainToInstance } from 'class-transformer';
import { type ValidationError, validateSync } from 'class-validator';
import { type FieldProblem, ProblemError } from '../http/index.js';

/**
 * A query as its DTO says: every value a string given once, every mistake at once. What the DTO does not know is a mistake
 * too: a misspelt filter that is ignored returns everybody.
 * @throws ProblemError 400 with one entry per mistake
 */
export function readQuery<Dto extends object>(
  type: new () => Dto,
  query: Readonly<Record<string, unknown>>,
): Dto {
  const repeated = Object.keys(query).filter((name) => typeof query[name] !== 'string');
  const dto = plainToInstance(type, query);
  const problems: FieldProblem[] = [
    ...repeated.map((pointer) => ({ pointer, detail: 'must be given once' })),
    ...validateSync(dto, { whitelist: true, forbidNonWhitelisted: true })
      .filter(({ property }) => !repeated.includes(property))
      .map(fieldProblem),
  ];
  if (problems.length === 0) return dto;
  throw new ProblemError(
    400,
    'query_malformed',
    'The query has mistakes.',
    problems.map(({ pointer, detail }) => `${pointer} ${detail}`).join('; '),
    problems,
  );
}

function fieldProblem({ property, constraints = {} }: ValidationError): FieldProblem {
  const isUnknown = 'whitelistValidation' in constraints;
  const detail = isUnknown
    ? 'is no parameter of this address'
    : Object.values(constraints).join('; ');
  return { pointer: property, detail };
}
