import type { Reply } from './reply.ts';

/** A request as a handler sees it. */
export interface Call {
  /** Parts of the path that the pattern names, decoded. */
  params: Record<string, string>;
  query: URLSearchParams;
  /** What a POST carries, parsed from JSON; `undefined` for a GET. */
  body: unknown;
}

export type Handler = (call: Call) => Promise<Reply> | Reply;

interface Route {
  method: string;
  parts: string[];
  handler: Handler;
}

/** Finds the handler of a method and a path. Patterns are like `/runs/:id/flips`; a name takes one part, never a slash. */
export class Router {
  private readonly routes: Route[] = [];

  get(pattern: string, handler: Handler): this {
    return this.add('GET', pattern, handler);
  }

  post(pattern: string, handler: Handler): this {
    return this.add('POST', pattern, handler);
  }

  find(method: string, path: string): { handler: Handler; params: Record<string, string> } | null {
    const parts = path.split('/').map(decoded);
    for (const route of this.routes) {
      if (route.method !== method || route.parts.length !== parts.length) continue;
      const params: Record<string, string> = {};
      const fits = route.parts.every((name, place) => {
        const part = parts[place];
        if (part === undefined || part === null) return false;
        if (!name.startsWith(':')) return name === part;
        params[name.slice(1)] = part;
        return part !== '';
      });
      if (fits) return { handler: route.handler, params };
    }
    return null;
  }

  private add(method: string, pattern: string, handler: Handler): this {
    this.routes.push({ method, parts: pattern.split('/'), handler });
    return this;
  }
}

/** `null` for what is no valid escape. */
function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
