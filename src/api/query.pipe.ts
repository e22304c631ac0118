import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { type ValidationError, validateSync } from 'class-validator';
import { type FieldProblem, ProblemError } from '../http/index.js';

type QueryFields = Readonly<Record<string, unknown>>;

/**
 * A query as its DTO says: every value a string given once, and every mistake answered at once. What the DTO does not
 * know is a mistake, too: a misspelt filter that is ignored returns everybody.
 */
@Injectable()
export class QueryPipe implements PipeTransform<QueryFields, object> {
  /** @throws ProblemError 400 with one entry per mistake */
  transform(query: QueryFields, { metatype }: ArgumentMetadata): object {
    if (!metatype) throw new Error('the query of this route has no class'); // a type import: a bug of ours
    const repeated = Object.keys(query).filter((name) => typeof query[name] !== 'string');
    const dto = plainToInstance(metatype as new () => object, query);
    const lost = Object.keys(query).filter((name) => !Object.hasOwn(dto, name)); // `__proto__`
    const errors = validateSync(dto, {
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: false, // a DTO without fields is one that takes nothing
    });
    const problems: FieldProblem[] = [
      ...repeated.map((pointer) => ({ pointer, detail: 'must be given once' })),
      ...lost.map((pointer) => ({ pointer, detail: UNKNOWN })),
      ...errors.filter(({ property }) => !repeated.includes(property)).map(fieldProblem),
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
}

const UNKNOWN = 'is no parameter of this address';

function fieldProblem({ property, constraints = {} }: ValidationError): FieldProblem {
  const isUnknown = 'whitelistValidation' in constraints;
  const detail = isUnknown ? UNKNOWN : Object.values(constraints).join('; ');
  return { pointer: property.slice(0, 100), detail };
}
