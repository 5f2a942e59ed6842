/** What this library takes of ml-matrix, as one module for pages without a bundler: the package's own entry is CommonJS. */
export { EigenvalueDecomposition, Matrix, SingularValueDecomposition } from 'ml-matrix';
