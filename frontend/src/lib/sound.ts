// The sound of an arrival is a few short tones, made here: there is no file to load.

export const SOUNDS = ['chime', 'drop', 'marimba', 'knock', 'none'] as const
export type Sound = (typeof SOUNDS)[number]

interface Tone {
  /** Seconds from the beginning. */
  readonly at: number
  readonly hertz: number
  readonly long: number
}

interface Melody {
  readonly shape: OscillatorType
  readonly loud: number
  readonly tones: readonly Tone[]
}

const tone = (at: number, hertz: number, long = 0.2): Tone => ({ at, hertz, long })

const MELODIES: Readonly<Record<Exclude<Sound, 'none'>, Melody>> = {
  chime: { shape: 'sine', loud: 0.08, tones: [tone(0, 660), tone(0.12, 880)] },
  drop: { shape: 'sine', loud: 0.09, tones: [tone(0, 988, 0.12), tone(0.08, 587, 0.25)] },
  marimba: { shape: 'triangle', loud: 0.08, tones: [tone(0, 523), tone(0.09, 659), tone(0.18, 784, 0.3)] },
  knock: { shape: 'triangle', loud: 0.16, tones: [tone(0, 196, 0.08), tone(0.14, 196, 0.08)] },
}

const BETWEEN_MS = 2000

let context: AudioContext | undefined
let last = Number.NEGATIVE_INFINITY

/** At most once in two seconds, unless a person asks to hear it. */
export function ring(sound: Sound, asked = false) {
  if (sound === 'none' || (!asked && Date.now() - last < BETWEEN_MS)) return
  last = Date.now()
  context ??= new AudioContext()
  const audio = context
  // A page that began without a press is silent until one.
  if (audio.state === 'suspended') void audio.resume().catch(() => undefined)
  const begin = audio.currentTime
  const { shape, loud, tones } = MELODIES[sound]
  for (const { at, hertz, long } of tones) {
    const source = audio.createOscillator()
    const loudness = audio.createGain()
    source.type = shape
    source.frequency.value = hertz
    loudness.gain.setValueAtTime(loud, begin + at)
    loudness.gain.exponentialRampToValueAtTime(0.001, begin + at + long)
    source.connect(loudness).connect(audio.destination)
    source.start(begin + at)
    source.stop(begin + at + long)
  }
}
