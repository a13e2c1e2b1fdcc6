package org.distill4j.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A weight in int8 with a scale for each output channel c: w ≈ q · scale(c), where scale(c) = max
 * |w| / 127 over the channel, and q is the nearest integer, so that no weight is off by more than
 * half a step. A channel of zeros has scale 1.
 */
final class ChannelWeights {
  private static final int LARGEST = 127;

  private final TensorProto weight;
  private final float[] values;
  private final float[] scales;
  private final Channels channels;

  ChannelWeights(TensorProto weight, int axis) {
    this.weight = weight;
    this.values = OnnxTensors.floats(weight);
    this.channels = Channels.of(weight.getDimsList(), axis);
    this.scales = new float[channels.count()];
    findScales();
  }

  private void findScales() {
    for (int i = 0; i < values.length; i++) {
      int channel = channels.of(i);
      scales[channel] = Math.max(scales[channel], Math.abs(values[i]));
    }
    for (int c = 0; c < scales.length; c++) {
      float scale = scales[c] / LARGEST;
      scales[c] = scale == 0 ? 1 : scale;
    }
  }

  TensorProto integers(String name) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length);
    for (int i = 0; i < values.length; i++) {
      int nearest = Math.round(values[i] / scales[channels.of(i)]);
      bytes.put((byte) Math.max(-LARGEST, Math.min(LARGEST, nearest)));
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
