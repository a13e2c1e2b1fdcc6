package org.distill4j.dl4j;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.bytedeco.hdf5.Attribute;
import org.bytedeco.hdf5.DataSet;
import org.bytedeco.hdf5.DataSpace;
import org.bytedeco.hdf5.Group;
import org.bytedeco.hdf5.H5File;
import org.bytedeco.hdf5.H5Object;
import org.bytedeco.hdf5.PredType;
import org.bytedeco.hdf5.StrType;
import org.bytedeco.hdf5.global.hdf5;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/** Writes HDF5 files as Keras 2 does, of one dense layer with a softmax that is named "dense". */
final class KerasFiles {
  private static final String DENSE =
      """
      {"class_name": "Dense", "config": {"name": "dense", "trainable": true, "dtype": "float32",
        "batch_input_shape": [null, 2], "units": 3, "activation": "%s", "use_bias": true,
        "kernel_initializer": {"class_name": "GlorotUniform", "config": {"seed": null}},
        "bias_initializer": {"class_name": "Zeros", "config": {}},
        "kernel_regularizer": null, "bias_regularizer": null, "activity_regularizer": null,
        "kernel_constraint": null, "bias_constraint": null}%s}\
      """;

  private static final String SEQUENTIAL =
      "{\"class_name\": \"Sequential\", \"config\": {\"name\": \"sequential\", \"layers\": [%s]}}";

  private static final String FUNCTIONAL =
      """
      {"class_name": "Functional", "config": {"name": "model", "layers": [
        {"class_name": "InputLayer", "name": "input_1", "inbound_nodes": [], "config":
          {"batch_input_shape": [null, 2], "dtype": "float32", "sparse": false, "name": "input_1"}},
        %s],
        "input_layers": [["input_1", 0, 0]], "output_layers": [["dense", 0, 0]]}}\
      """;

  /** Of two inputs, whose product goes into the dense layer. */
  private static final String MASKED =
      """
      {"class_name": "Functional", "config": {"name": "model", "layers": [
        {"class_name": "InputLayer", "name": "mask", "inbound_nodes": [], "config":
          {"batch_input_shape": [null, 2], "dtype": "float32", "sparse": false, "name": "mask"}},
        {"class_name": "InputLayer", "name": "x", "inbound_nodes": [], "config":
          {"batch_input_shape": [null, 2], "dtype": "float32", "sparse": false, "name": "x"}},
        {"class_name": "Multiply", "name": "multiply", "config":
          {"name": "multiply", "trainable": true, "dtype": "float32"},
          "inbound_nodes": [[["x", 0, 0, {}], ["mask", 0, 0, {}]]]},
        %s],
        "input_layers": [["mask", 0, 0], ["x", 0, 0]], "output_layers": [["dense", 0, 0]]}}\
      """;

  private KerasFiles() {}

  static String sequential(String activation) {
    return SEQUENTIAL.formatted(DENSE.formatted(activation, ""));
  }

  static String functional() {
    String inbound = ", \"name\": \"dense\", \"inbound_nodes\": [[[\"input_1\", 0, 0, {}]]]";
    return FUNCTIONAL.formatted(DENSE.formatted("softmax", inbound));
  }

  static String masked() {
    String inbound = ", \"name\": \"dense\", \"inbound_nodes\": [[[\"multiply\", 0, 0, {}]]]";
    return MASKED.formatted(DENSE.formatted("softmax", inbound));
  }

  /**
   * Writes a file.
   *
   * @param kernel (2, 3) in row-major order
   * @param bias (3)
   */
  static Path write(Path path, String config, float[] kernel, float[] bias) {
    try (H5File file = new H5File(path.toString(), hdf5.H5F_ACC_TRUNC)) {
      attribute(file, "model_config", config);
      attribute(file, "keras_version", "2.9.0");
      attribute(file, "backend", "tensorflow");
      try (Group all = file.createGroup("model_weights")) {
        attribute(all, "layer_names", "dense");
        attribute(all, "keras_version", "2.9.0");
        attribute(all, "backend", "tensorflow");
        try (Group layer = all.createGroup("dense");
            Group inner = layer.createGroup("dense")) {
          attribute(layer, "weight_names", "dense/kernel:0", "dense/bias:0");
          dataSet(inner, "kernel:0", kernel, 2, 3);
          dataSet(inner, "bias:0", bias, 3);
        }
      }
      file._close();
    }
    return path;
  }

  private static void attribute(H5Object owner, String name, String... values) {
    int length = Arrays.stream(values).mapToInt(String::length).max().orElseThrow();
    byte[] bytes = new byte[length * values.length];
    for (int i = 0; i < values.length; i++) {
      byte[] value = values[i].getBytes(StandardCharsets.US_ASCII);
      System.arraycopy(value, 0, bytes, i * length, value.length);
    }
    try (StrType type = new StrType(PredType.C_S1(), length);
        DataSpace space = values.length == 1 ? scalar() : new DataSpace(1, new long[] {2});
        Attribute attribute = owner.createAttribute(name, type, space);
        Pointer data = new BytePointer(bytes)) {
      attribute.write(type, data);
    }
  }

  private static DataSpace scalar() {
    return new DataSpace(hdf5.H5S_SCALAR);
  }

  private static void dataSet(Group group, String name, float[] values, long... dims) {
    try (DataSpace space = new DataSpace(dims.length, dims);
        DataSet set = group.createDataSet(name, PredType.IEEE_F32LE(), space);
        Pointer data = new FloatPointer(values)) {
      set.write(data, PredType.NATIVE_FLOAT());
    }
  }
}
