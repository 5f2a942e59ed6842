import { expect, it } from 'vitest';
import { bickleyKi1, gaussianLaw, uniformLaw } from 'relu-splines/init';

/** The golden values of theory 18 have 15 digits. */
function expectGolden(got: number, golden: number): void {
  expect(Math.abs(got - golden), `got ${got}, golden ${golden}`).toBeLessThan(1e-14 * Math.abs(golden));
}

it('theory 18, the Gaussian law', () => {
  const law = gaussianLaw({ sigmaB: 0.7, sigmaW: 1.3, sigmaV: 0.9 });
  expectGolden(law.joint.pdf(0.5, -0.7), 0.0818239902481062);
  expectGolden(law.breakpoint.pdf(0.5), 0.317437804303835);
  expectGolden(law.breakpoint.cdf(0.5), 0.738216131129659);
  expectGolden(law.deltaSlope.pdf(-0.7), 0.212139521760766);
  expectGolden(law.deltaSlope.cdf(-0.7), 0.178324034489344);
  expectGolden(Math.sqrt((law.deltaSlopeGiven(0.5).variance ?? NaN) / 2), 0.85736838520277);
  expectGolden(bickleyKi1(1), 0.328286478171118);
  expectGolden(bickleyKi1(10), 1.70151789177594e-5);
});

it('theory 18, the uniform law', () => {
  const law = uniformLaw({ aB: 0.7, aW: 1.3, aV: 0.9 });
  expectGolden(law.joint.pdf(0.5, -0.7), 0.159408492741826);
  expectGolden(law.breakpoint.pdf(0.5), 0.464285714285714);
  expectGolden(law.breakpoint.pdf(2), 0.0336538461538462);
  expectGolden(law.breakpoint.cdf(2), 0.932692307692308);
  expectGolden(law.deltaSlope.pdf(-0.7), 0.219520808866836);
  expectGolden(law.deltaSlope.cdf(-0.7), 0.0471901346479154);
  expectGolden(law.deltaSlope.quantile(0.9), 0.513048672459497);
  expectGolden(law.breakpoint.quantile(0.9), 1.34615384615385);
});
