package org.distill4j.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A weight in int8 with a scale for each output channel c: w ≈ q · scale(c), where q is the nearest
 * integer. Where scale(c) = max |w| / 127 over the channel, no weight is off by more than half a
 * step; a channel of zeros has scale 1 then.
 */
final class ChannelWeights {
  static final int LARGEST = 127;

  /** Makes the scale of a channel of what is largest in it. */
  @FunctionalInterface
  interface Scale {
    float of(int channel, float largest);
  }

  private final TensorProto weight;
  private final float[] values;
  private final float[] scales;
  private final Channels channels;
  private final int largest;

  ChannelWeights(TensorProto weight, int axis) {
    this(weight, axis, LARGEST, (channel, most) -> most == 0 ? 1 : most / LARGEST);
  }

  /** A weight whose integers are in ±largest. */
  ChannelWeights(TensorProto weight, int axis, int largest, Scale scale) {
    this.largest = largest;
    this.weight = weight;
    this.values = OnnxTensors.floats(weight);
    this.channels = Channels.of(weight.getDimsList(), axis);
    this.scales = new float[channels.count()];
    findScales(scale);
  }

  private void findScales(Scale scale) {
    for (int i = 0; i < values.length; i++) {
      int channel = channels.of(i);
      scales[channel] = Math.max(scales[channel], Math.abs(values[i]));
    }
    for (int c = 0; c < scales.length; c++) {
      scales[c] = scale.of(c, scales[c]);
    }
  }

  TensorProto integers(String name) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length);
    for (int i = 0; i < values.length; i++) {
      int nearest = (int) Math.rint(values[i] / scales[channels.of(i)]);
      bytes.put((byte) Math.max(-largest, Math.min(largest, nearest)));
    }
    long[] dims = weight.getDimsList().stream().mapToLong(Long::longValue).toArray();
    return OnnxTensors.of(name, TensorProto.DataType.INT8, dims, bytes.flip());
  }

  TensorProto scales(String name) {
    ByteBuffer bytes =
        ByteBuffer.allocate(scales.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float scale : scales) {
      bytes.putFloat(scale);
    }
    long[] dims = {scales.length};
    return OnnxTensors.of(name, TensorProto.DataType.FLOAT, dims, bytes.flip());
  }

  /** Zeros, since the integers lie symmetrically around them. */
  TensorProto zeroPoints(String name) {
    long[] dims = {scales.length};
    return OnnxTensors.of(
        name, TensorProto.DataType.INT8, dims, ByteBuffer.allocate(scales.length));
  }
}
