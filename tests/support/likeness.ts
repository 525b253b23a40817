/**
 * How alike a sound and a longer one that should hold it are: 1 is the same, up to loudness; other speech comes to about a half. The
 * sound is cut into pieces of half a second (a lost packet shifts what follows it); each is looked for everywhere by normalised
 * cross-correlation, and the median of the pieces' best likenesses is given. Both at 8 kHz.
 */
export const likeness = (sound: Int16Array, longer: Int16Array): number => {
  const pieces = piecesOf(sound).filter((piece) => rms(piece) > QUIET_RMS)
  if (pieces.length === 0) throw new RangeError('a sound to look for must hold something louder than a quiet room')
  const search = openSearch(longer, PIECE)
  const best = pieces.map(search).toSorted((a, b) => a - b)
  return best[Math.floor(best.length / 2)] ?? 0
}

const PIECE = 4_000
/** -50 dBFS. */
const QUIET_RMS = 100

const piecesOf = (sound: Int16Array): readonly Int16Array[] =>
  sound.length <= PIECE
    ? [sound]
    : Array.from({ length: Math.floor(sound.length / PIECE) }, (_, i) => sound.subarray(i * PIECE, (i + 1) * PIECE))

const rms = (samples: Int16Array): number => Math.sqrt(samples.reduce((sum, x) => sum + x * x, 0) / Math.max(1, samples.length))

/** Prepares `longer` for being searched for pieces of up to `mostSamples`: sum over the product, by the convolution theorem. */
const openSearch = (longer: Int16Array, mostSamples: number): ((piece: Int16Array) => number) => {
  const size = 2 ** Math.ceil(Math.log2(longer.length + mostSamples))
  const spectrum = complex(longer, size)
  fourier(spectrum, false)
  const energyUpTo = new Float64Array(longer.length + 1)
  longer.forEach((x, i) => (energyUpTo[i + 1] = (energyUpTo[i] ?? 0) + x * x))

  return (piece) => {
    const product = complex(piece, size)
    fourier(product, false)
    for (let k = 0; k < size; k += 1) {
      const [a, b] = [spectrum.re[k] ?? 0, spectrum.im[k] ?? 0]
      const [c, d] = [product.re[k] ?? 0, -(product.im[k] ?? 0)]
      product.re[k] = a * c - b * d
      product.im[k] = a * d + b * c
    }
    fourier(product, true)
    const own = piece.reduce((sum, x) => sum + x * x, 0)
    let best = 0
    for (let lag = 0; lag + piece.length <= longer.length; lag += 1) {
      const there = (energyUpTo[lag + piece.length] ?? 0) - (energyUpTo[lag] ?? 0)
      // What is far below the piece is silence: rounding would make it look alike.
      if (there > own / 1_000) best = Math.max(best, (product.re[lag] ?? 0) / Math.sqrt(own * there))
    }
    return best
  }
}

type Complex = { readonly re: Float64Array; readonly im: Float64Array }

const complex = (samples: Int16Array, size: number): Complex => {
  const re = new Float64Array(size)
  re.set(samples)
  return { re, im: new Float64Array(size) }
}

/** The discrete Fourier transform in place, radix 2 (Cooley and Tukey, 1965); `inverse` divides by the size. */
const fourier = ({ re, im }: Complex, inverse: boolean): void => {
  const size = re.length
  for (let i = 1, j = 0; i < size; i += 1) {
    let bit = size >> 1
    for (; j & bit; bit >>= 1) j ^= bit
    j ^= bit
    if (i < j) {
      for (const part of [re, im]) [part[i], part[j]] = [part[j] ?? 0, part[i] ?? 0]
    }
  }
  for (let length = 2; length <= size; length <<= 1) {
    const half = length >> 1
    const step = ((inverse ? 2 : -2) * Math.PI) / length
    for (let k = 0; k < half; k += 1) {
      const [cos, sin] = [Math.cos(step * k), Math.sin(step * k)]
      for (let at = k; at < size; at += length) {
        const other = at + half
        const [a, b] = [re[other] ?? 0, im[other] ?? 0]
        const [x, y] = [a * cos - b * sin, a * sin + b * cos]
        const [u, v] = [re[at] ?? 0, im[at] ?? 0]
        re[at] = u + x
        im[at] = v + y
        re[other] = u - x
        im[other] = v - y
      }
    }
  }
  if (inverse) {
    for (let i = 0; i < size; i += 1) {
      re[i] = (re[i] ?? 0) / size
      im[i] = (im[i] ?? 0) / size
    }
  }
}
