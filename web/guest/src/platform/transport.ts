import type { Transport, WireAnswer } from '@shared/client'
import { absolute } from './origin'

const TIMEOUT_MS = 15_000

/** The one way to the network on every platform; answers stay text, so that the client alone parses them. */
export const uniTransport: Transport = ({ method, url, headers, body, signal }) =>
  new Promise<WireAnswer>((resolve, reject) => {
    const task = uni.request({
      url: absolute(url),
      method: method as UniApp.RequestOptions['method'],
      header: headers,
      data: body,
      dataType: 'text',
      responseType: 'text',
      timeout: TIMEOUT_MS,
      success: ({ statusCode, header, data }) => {
        const names: Record<string, string> = {}
        for (const [name, value] of Object.entries((header ?? {}) as Record<string, unknown>))
          names[name.toLowerCase()] = String(value)
        resolve({ status: statusCode, headers: names, text: typeof data === 'string' ? data : JSON.stringify(data) })
      },
      fail: ({ errMsg }) => reject(new Error(errMsg)),
    })
    signal?.addEventListener('abort', () => task.abort())
  })
