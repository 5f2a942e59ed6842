/** What to do with a checkpoint of a format that is refused: one line of Python that writes one that is not. */

const TO_JSON =
  'json.dump({k: v.tolist() for k, v in state_dict.items()}, open("net.json", "w")), ' +
  'or safetensors.torch.save_file(state_dict, "net.safetensors")';

/** For files of `torch.save`. */
export const PICKLE_ADVICE =
  'a pickled PyTorch checkpoint, which can run code and is not read; in Python: ' +
  `import json, torch; state_dict = torch.load("net.pt", map_location="cpu", weights_only=True); ${TO_JSON}` +
  '. If the file holds a whole model and you trust it: torch.load(…, weights_only=False).state_dict()';

/** For ONNX files. */
export const ONNX_ADVICE =
  'an ONNX model, a computation graph, which is not read; save the weights of the model it came from, in ' +
  `Python: import json; state_dict = model.state_dict(); ${TO_JSON}`;

/** For HDF5 files, as Keras writes. */
export const HDF5_ADVICE =
  'an HDF5 file, which is not read; in Python: numpy.savez("net.npz", **{"0.weight": kernel.T, "0.bias": bias, …}) ' +
  'with one weight [outputs, inputs] and one bias a layer';

/** For a single NumPy array. */
export const NPY_ADVICE =
  'a single NumPy array; a network has several: in Python, numpy.savez("net.npz", **{"0.weight": w, "0.bias": b, …})';
