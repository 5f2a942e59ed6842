/**
 * Bayes's information criterion (Schwarz 1978) of a least-squares fit: −2 ln of the Gaussian likelihood at its best variance,
 * plus ln N for each number fitted. −Infinity for a residual sum of 0.
 *
 * @param rss Residual sum of squares Σ wₙεₙ².
 * @param count N, the number of data.
 * @param parameters How many numbers were fitted, the variance among them.
 * @param logWeights Σ ln wₙ of data whose variances are σ²/wₙ.
 */
export function bayesCriterion(rss: number, count: number, parameters: number, logWeights = 0): number {
  return count * (Math.log((2 * Math.PI * rss) / count) + 1) - logWeights + parameters * Math.log(count);
}
