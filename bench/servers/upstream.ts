// A service behind a gateway or proxy: takes the body, answers a constant.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serveParent } from '../child.ts'

const body = JSON.stringify({ Response: { TotalCount: 0, RequestId: '00000000-0000-4000-8000-000000000000' } })

const server = createServer((request, response) => {
  request.resume().on('end', () => {
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': body.length })
    response.end(body)
  })
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => serveParent({ port: (server.address() as AddressInfo).port }))
