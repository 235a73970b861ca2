// DashScope, Alibaba Cloud's Model Studio, for Wan. It has neither an idempotency key nor an id of ours, and its list of
// tasks does not tell the prompts, so a submission whose answer was lost cannot be found again.
// https://www.alibabacloud.com/help/en/model-studio/legacy-wan-text-to-video-api-reference (Wan 2.1 to 2.6),
// and the page on managing asynchronous tasks (help.aliyun.com), read 2026-11-22.
import * as v from 'valibot'
import type { UpstreamRef } from '../../domain/upstream.ts'
import type { OptionValue } from '../../domain/model.ts'
import type { CancelOutcome, PollOutcome, Submission, SubmitOutcome, UpstreamRegistration } from '../contract.ts'
import { codeOf, isTimeout, missed, refused, said, standingOf, taskSchema } from './answers.ts'
import { isAmbiguous, type UpstreamHttp } from '../http.ts'
import { ownValue } from '../../domain/own-value.ts'

const SYNTHESIS = '/services/aigc/video-generation/video-synthesis'
/** Where a video between a first and a last frame is asked for. */
const BETWEEN_FRAMES = '/services/aigc/image2video/video-synthesis'

const Accepted = v.object({ output: v.object({ task_id: v.pipe(v.string(), v.nonEmpty()) }) })
const Ref = v.object({ taskId: v.string() })

/** A video from text is asked for by its pixels, with an asterisk between. */
const SIZES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '480p': { '16:9': '832*480', '9:16': '480*832', '1:1': '624*624' },
  '720p': { '16:9': '1280*720', '9:16': '720*1280', '1:1': '960*960', '4:3': '1088*832', '3:4': '832*1088' },
  '1080p': { '16:9': '1920*1080', '9:16': '1080*1920', '1:1': '1440*1440', '4:3': '1632*1248', '3:4': '1248*1632' },
}

async function submit(http: UpstreamHttp, submission: Submission): Promise<SubmitOutcome> {
  const outcome = await http.request({
    method: 'POST',
    url: submission.input.lastImage === undefined ? SYNTHESIS : BETWEEN_FRAMES,
    // Without it DashScope takes the request for a synchronous one, and refuses.
    headers: { 'x-dashscope-async': 'enable' },
    json: bodyOf(submission),
    timeoutSeconds: 60,
  })
  if (outcome.kind === 'LOST') return { kind: 'UNKNOWN', detail: outcome.detail }
  if (outcome.status >= 200 && outcome.status < 300) {
    const accepted = v.safeParse(Accepted, outcome.json)
    if (!accepted.success) return { kind: 'UNKNOWN', detail: `no task_id in ${said(outcome)}` }
    return { kind: 'ACCEPTED', ref: { taskId: accepted.output.output.task_id } }
  }
  if (isAmbiguous(outcome.status) || isTimeout(outcome)) return { kind: 'UNKNOWN', detail: said(outcome) }
  return { kind: 'REJECTED', ...refused(outcome) }
}

function bodyOf({ model, input, options }: Submission): object {
  return {
    model,
    input: {
      ...(input.text !== undefined && { prompt: input.text }),
      ...(input.negativeText !== undefined && { negative_prompt: input.negativeText }),
      ...imagesOf(input),
    },
    parameters: {
      ...(input.image === undefined ? { size: sizeOf(options) } : { resolution: String(options.resolution).toUpperCase() }),
      // Wan 2.2 makes five seconds and refuses to be told so ("duration customization is not supported").
      ...(!model.startsWith('wan2.2-') && { duration: options.duration }),
      ...(options.seed !== undefined && { seed: options.seed }),
      watermark: false,
    },
  }
}

function imagesOf({ image, lastImage }: Submission['input']): object {
  if (image === undefined) return {}
  return lastImage === undefined ? { img_url: image } : { first_frame_url: image, last_frame_url: lastImage }
}

function sizeOf(options: Readonly<Record<string, OptionValue>>): string | undefined {
  return ownValue(ownValue(SIZES, String(options.resolution)) ?? {}, String(options.aspectRatio))
}

async function poll(http: UpstreamHttp, ref: UpstreamRef): Promise<PollOutcome> {
  const outcome = await http.request({ method: 'GET', url: path(ref) })
  if (outcome.kind === 'LOST') return { kind: 'UNREACHABLE', detail: outcome.detail }
  if (outcome.status !== 200) return missed(outcome)
  const task = v.safeParse(taskSchema, outcome.json)
  return task.success ? standingOf(task.output.output) : { kind: 'UNREACHABLE', detail: `not a task: ${said(outcome)}` }
}

/** Takes only what is still PENDING. */
async function cancel(http: UpstreamHttp, ref: UpstreamRef): Promise<CancelOutcome> {
  const outcome = await http.request({ method: 'POST', url: `${path(ref)}/cancel` })
  if (outcome.kind === 'LOST') return { kind: 'UNREACHABLE', detail: outcome.detail }
  if (outcome.status === 200) return { kind: 'CANCELLED' }
  return codeOf(outcome) === 'UnsupportedOperation' ? { kind: 'TOO_LATE' } : { kind: 'UNREACHABLE', detail: said(outcome) }
}

function path(ref: UpstreamRef): string {
  return `/tasks/${encodeURIComponent(v.parse(Ref, ref).taskId)}`
}

/** Singapore. A key only works in its own region and workspace: set DASHSCOPE_BASE_URL for another. */
export const dashscopeRegistration = {
  upstream: { id: 'dashscope', company: 'Alibaba Cloud', submit, poll, cancel },
  defaultBaseUrl: 'https://dashscope-intl.aliyuncs.com/api/v1',
  settings: 'DASHSCOPE',
  authorize: (setting) => {
    const key = setting('API_KEY')
    return key ? async () => ({ authorization: `Bearer ${key}` }) : undefined
  },
} satisfies UpstreamRegistration
