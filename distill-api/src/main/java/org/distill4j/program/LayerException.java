package org.distill4j.program;

/** An error in a layer, which names the layer's path. */
final class LayerException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  LayerException(String path, IllegalArgumentException cause) {
    super("Layer " + path + ": " + cause.getMessage(), cause);
  }
}
