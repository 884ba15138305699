import { OriginHeaders } from '../http/origin';
import { PROBLEM_TYPE } from '../http/problem';
import { ProblemJson } from '../views/answers';
import { JSON_TYPE, type Answer, type Operation } from './operation';
import { OPERATIONS } from './operations';
import { BodySchemas, parametersOf, type Json } from './schemas';

const capitalised = (id: string): string => id.charAt(0).toUpperCase() + id.slice(1);

const answerJson = (answer: Answer, id: string, schemas: BodySchemas): Json => {
  const { description, schema, mediaType = JSON_TYPE } = answer;
  const media = schema === undefined ? {} : { schema: schemas.refer(schema, id) };
  return { description, content: { [mediaType]: media } };
};

const requestJson = (
  body: NonNullable<Operation['body']>,
  id: string,
  schemas: BodySchemas,
): Json => {
  const media = Object.entries(body).map(([type, schema]) => {
    return [type, { schema: schemas.refer(schema, id) }] as const;
  });
  return { required: true, content: Object.fromEntries(media) };
};

const operationJson = (operation: Operation, schemas: BodySchemas): Json => {
  const { id, summary, params, query, changes, body, answers } = operation;
  const parameters = [
    ...parametersOf('path', params),
    ...parametersOf('query', query),
    ...(changes === true ? parametersOf('header', OriginHeaders) : []),
  ];
  const name = capitalised(id);
  const responses = Object.entries(answers).map(([status, answer]) => {
    return [status, answerJson(answer, `${name}Answer`, schemas)] as const;
  });
  const problem = {
    description: 'A problem: its `code` is stable.',
    mediaType: PROBLEM_TYPE,
    schema: ProblemJson,
  };
  return {
    operationId: id,
    summary,
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: requestJson(body, `${name}Request`, schemas) }),
    responses: {
      ...Object.fromEntries(responses),
      default: answerJson(problem, 'Problem', schemas),
    },
  };
};

/** The HTTP interface as an OpenAPI 3.1 document, made of the schemas that requests are read with. */
export const openApiDocument = (): object => {
  const schemas = new BodySchemas();
  const paths: Record<string, Json> = {};
  for (const operation of OPERATIONS)
    (paths[operation.path] ??= {})[operation.method] = operationJson(operation, schemas);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Seatmeter',
      version: '1',
      description:
        'Meters concurrent contact-centre seats. Lists page by cursor; errors are RFC 9457.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    paths,
    components: { schemas: schemas.all() },
  };
};
