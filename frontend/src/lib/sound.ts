// The sound of an arrival is two short tones, made here: there is no file to load.

const BETWEEN_MS = 2000
const TONES = [
  [0, 660],
  [0.12, 880],
] as const

let context: AudioContext | undefined
let last = 0

/** At most once in two seconds, unless a person asks to hear it. */
export function ring(asked = false) {
  if (!asked && Date.now() - last < BETWEEN_MS) return
  last = Date.now()
  context ??= new AudioContext()
  const audio = context
  // A page that began without a press is silent until one.
  if (audio.state === 'suspended') void audio.resume().catch(() => undefined)
  const begin = audio.currentTime
  for (const [at, pitch] of TONES) {
    const tone = audio.createOscillator()
    const loudness = audio.createGain()
    tone.frequency.value = pitch
    loudness.gain.setValueAtTime(0.08, begin + at)
    loudness.gain.exponentialRampToValueAtTime(0.001, begin + at + 0.2)
    tone.connect(loudness).connect(audio.destination)
    tone.start(begin + at)
    tone.stop(begin + at + 0.2)
  }
}
