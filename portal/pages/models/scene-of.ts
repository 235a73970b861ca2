// Which drawn scene stands for a provider: that of its card on the home page.
import type { ProviderId } from '../../../src/domain/model.ts'
import { TEXT_TO_IMAGE } from '../../data/published/image.ts'
import { TEXT_TO_VIDEO } from '../../data/published/video.ts'
import { AVATARS_AND_SPEECH } from '../../data/published/voice.ts'
import type { SceneName } from '../../ui/scenes.tsx'

const scenes = new Map([TEXT_TO_VIDEO, TEXT_TO_IMAGE, AVATARS_AND_SPEECH].flatMap(({ cards }) => cards.map(({ provider, scene }) => [provider, scene] as const)))

export const sceneOf = (id: ProviderId): SceneName => scenes.get(id) ?? 'block'
