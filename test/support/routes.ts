import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer, Reflector } from '@nestjs/core';
import { type Access, ACCESS_KEY } from '../../src/http/index.js';
import type { Product } from './product.js';

type Handler = () => unknown;

export interface Route {
  readonly path: string;
  readonly method: 'GET' | 'POST';
  readonly access: Access | undefined;
}

/** Every route that a controller declares: a new one is found by itself. */
export function routesOf({ app }: Product): Route[] {
  const reflector = app.get(Reflector);
  const modules = [...app.get(ModulesContainer).values()];
  const controllers = modules.flatMap((module) => [...module.controllers.values()]);
  return controllers.flatMap(({ metatype, instance }) => {
    if (typeof metatype !== 'function') return [];
    const prototype = Object.getPrototypeOf(instance) as Record<string, Handler>;
    const names = new MetadataScanner().getAllMethodNames(prototype);
    const handlers = names
      .map((name) => prototype[name])
      .filter((handler) => handler !== undefined && Reflect.hasMetadata(METHOD_METADATA, handler));
    return (handlers as Handler[]).flatMap((handler) => {
      const access = reflector.getAllAndOverride<Access | undefined>(ACCESS_KEY, [
        handler,
        metatype,
      ]);
      const isPost = Reflect.getMetadata(METHOD_METADATA, handler) === RequestMethod.POST;
      const method = isPost ? ('POST' as const) : ('GET' as const);
      return pathsOf(metatype).flatMap((base) =>
        pathsOf(handler).map((path) => ({ path: joined(base, path), method, access })),
      );
    });
  });
}

function pathsOf(target: object): string[] {
  return [Reflect.getMetadata(PATH_METADATA, target) as string | string[]].flat();
}

function joined(...parts: string[]): string {
  const path = parts.map((part) => part.replace(/^\/+|\/+$/g, '')).filter((part) => part !== '');
  return `/${path.join('/')}`;
}
