import type { Random } from '../random.ts';

/** A smooth random surface of mean 0: what shadowing and multipath add from place to place. */
export type RandomField = (x_m: number, y_m: number) => number;

const WAVES = 60;

/** Gaussian field by random Fourier features (Rahimi & Recht 2007); Student-distributed wave numbers give Matern 3/2. */
export function randomField(random: Random, sd_db: number, length_m: number): RandomField {
  const waves = Array.from({ length: WAVES }, () => {
    // Matern 3/2 in two dimensions: a bivariate t with three degrees of freedom.
    const chi = random.normal() ** 2 + random.normal() ** 2 + random.normal() ** 2;
    const scale = Math.sqrt(3 / chi) / length_m;
    return { kx: random.normal() * scale, ky: random.normal() * scale, phase: random.between(0, 2 * Math.PI) };
  });
  const amplitude = sd_db * Math.sqrt(2 / WAVES);
  return (x_m, y_m) => {
    let sum = 0;
    for (const { kx, ky, phase } of waves) sum += Math.cos(kx * x_m + ky * y_m + phase);
    return amplitude * sum;
  };
}
