// Traces by OpenTelemetry, sent by OTLP over HTTP. Loaded only where the operator asked for them: everywhere else the server's
// functions stay as they are and pay nothing. A client's trace is gone on with, and nothing else that it says is believed: what
// is recorded is drawn here. Attributes hold names of our tables, codes and numbers; never a parameter, a header or an error's words.
import {
  type Attributes,
  type Context,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { W3CTraceContextPropagator } from '@opentelemetry/core'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  ParentBasedSampler,
  type Sampler,
  SamplingDecision,
} from '@opentelemetry/sdk-trace-base'
import type { Around, CallWatch } from '../kernel/watch.ts'
import { outcomeOf } from './outcome.ts'
import { otherValue } from './row.ts'
import type { ActionNames } from './watch.ts'

export interface TracingOptions {
  /** Of the receiver; spans go to `/v1/traces` below it. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** Share of requests that are recorded, from 0 to 1. */
  readonly share: number
  readonly version: string
  /** Evenly in [0, 1). */
  readonly chance: () => number
  readonly actions: ActionNames
}

interface Arrived {
  readonly method: string
  header(name: string): string | undefined
}

export interface Tracing {
  /** A span for each run of a function, below the one that is under way; none where none is. */
  readonly around: Around
  /** The function from requests to replies, with a span for each. */
  serve<A extends Arrived, R extends { readonly status: number }>(
    respond: (request: A) => Promise<R>,
  ): (request: A) => Promise<R>
  /** Tells the span of a call what it was, and the other watch as before. */
  watch(inner: CallWatch | undefined): CallWatch
  /** Headers that hand the trace on to a service behind. */
  onward(): Record<string, string>
  /** Sends what is left, within a bound. */
  stop(): Promise<void>
}

const stopMs = 2_000

export function openTracing(options: TracingOptions): Tracing {
  const contexts = new AsyncLocalStorageContextManager().enable()
  const exporter = new OTLPTraceExporter({ url: `${options.url}/v1/traces`, headers: { ...options.headers } })
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'opencam', 'service.version': options.version }),
    sampler: samplerOf(options),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  })
  const tracer = provider.getTracer('opencam')
  const propagator = new W3CTraceContextPropagator()

  function within<T>(span: Span, context: Context, work: () => T): T {
    const end = (): void => span.end()
    try {
      const result = contexts.with(trace.setSpan(context, span), work)
      if (!(result instanceof Promise)) {
        end()
        return result
      }
      result.then(end, (error: unknown) => {
        fail(span, error)
        end()
      })
      return result
    } catch (error) {
      fail(span, error)
      end()
      throw error
    }
  }

  return {
    around(name, work) {
      const traced = (...given: never[]): unknown => {
        const context = contexts.active()
        if (trace.getSpan(context)?.isRecording() !== true) return work(...given)
        return within(tracer.startSpan(name, {}, context), context, () => work(...given))
      }
      return traced as typeof work
    },
    serve: (respond) => (request) => {
      const context = propagator.extract(ROOT_CONTEXT, request, headersOf)
      const attributes = { 'http.request.method': methodOf(request.method) }
      const span = tracer.startSpan('request', { kind: SpanKind.SERVER, attributes }, context)
      return within(span, context, async () => {
        const reply = await respond(request)
        span.setAttribute('http.response.status_code', reply.status)
        return reply
      })
    },
    watch: (inner) => watchOf(inner, options.actions, () => trace.getSpan(contexts.active())),
    onward() {
      const headers: Record<string, string> = {}
      propagator.inject(contexts.active(), headers, {
        set: (all, name, value) => Object.assign(all, { [name]: value }),
      })
      return headers
    },
    async stop() {
      const late = new Promise<void>((resolve) => setTimeout(resolve, stopMs).unref())
      // A receiver that is gone must not keep the server from closing.
      await Promise.race([provider.shutdown().catch(() => {}), late])
    },
  }
}

/** Of a request; a name that is not among them reads as none. */
const headersOf = {
  keys: (): string[] => ['traceparent', 'tracestate'],
  get: (request: Arrived, name: string): string | undefined => request.header(name.toLowerCase()),
}

/** Methods are a client's words too. */
const methods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
const methodOf = (method: string): string => (methods.has(method) ? method : '_OTHER')

/** Draws anew for every request, whatever its sender says of sampling. */
function samplerOf({ share, chance }: TracingOptions): Sampler {
  const drawn: Sampler = {
    shouldSample: () => ({
      decision: chance() < share ? SamplingDecision.RECORD_AND_SAMPLED : SamplingDecision.NOT_RECORD,
    }),
    toString: () => 'drawn',
  }
  return new ParentBasedSampler({ root: drawn, remoteParentSampled: drawn, remoteParentNotSampled: drawn })
}

/** An error's words may hold anything: only its code, which is of our table, or its kind goes out. */
function fail(span: Span, error: unknown): void {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  const ours = typeof code === 'string' && /^[A-Za-z.]{1,80}$/.test(code)
  span.setAttribute('error.type', ours ? code : error instanceof Error ? error.constructor.name : typeof error)
  span.setStatus({ code: SpanStatusCode.ERROR })
}

function watchOf(inner: CallWatch | undefined, actions: ActionNames, current: () => Span | undefined): CallWatch {
  return {
    now: inner?.now ?? (() => performance.now()),
    ended(row, beganMs, end) {
      const known = row !== undefined && actions.get(row.product)?.has(row.name) === true
      const attributes: Attributes = {
        'opencam.product': known ? row.product : otherValue,
        'opencam.action': known ? row.name : otherValue,
        'opencam.outcome': outcomeOf(end),
        'opencam.request_id': end.requestId,
        ...(end.code === undefined ? {} : { 'opencam.code': end.code }),
      }
      const span = current()
      span?.setAttributes(attributes)
      if (known) span?.updateName(`${row.product}:${row.name}`)
      if (end.fault) span?.setStatus({ code: SpanStatusCode.ERROR })
      inner?.ended(row, beganMs, end)
    },
    decided(decision) {
      current()?.setAttributes({ 'opencam.decision.layer': decision.layer, 'opencam.decision.effect': decision.effect })
      inner?.decided(decision)
    },
    programLooked: (kept) => inner?.programLooked(kept),
    programKept: (...facts) => inner?.programKept(...facts),
  }
}
