// Uploads a file by tus-js-client, or resumes it, and prints what happened as JSON.
import fs from 'node:fs'
import path from 'node:path'
import * as tus from 'tus-js-client'

const [endpoint, authorization, file, urls, killAt] = process.argv.slice(2)
const requests = []
let documentId = null

function report(error) {
  const code = error?.originalResponse?.getStatus() ?? null
  console.log(JSON.stringify({ documentId, requests, status: code, error: error?.message ?? null }))
}

const upload = new tus.Upload(fs.createReadStream(file), {
  endpoint,
  headers: { Authorization: authorization },
  metadata: { filename: path.basename(file), filetype: 'text/plain' },
  retryDelays: [0, 100, 500],
  urlStorage: new tus.FileUrlStorage(urls),
  onBeforeRequest: (request) => {
    requests.push([request.getMethod(), request.getHeader('Upload-Offset') ?? null])
  },
  onAfterResponse: (_, response) => {
    documentId = response.getHeader('X-Document-Id') ?? documentId
  },
  onProgress: (sent) => {
    if (killAt && sent >= Number(killAt)) process.kill(process.pid, 'SIGKILL')
  },
  onSuccess: () => report(null),
  onError: report,
})

const [previous] = await upload.findPreviousUploads()
if (previous) upload.resumeFromPreviousUpload(previous)
upload.start()
