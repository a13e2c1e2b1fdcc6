package org.distill4j.onnx;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.distill4j.program.BatchShape;
import org.distill4j.program.OutputSpecs;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;

/**
 * Finds the outputs of a file by running it on zeros, as files often do not declare their shapes.
 *
 * @param model what messages call the file
 * @param signature what it takes
 * @param run runs it, from inputs by their names in a batch to outputs by the names they were given
 */
record OutputTrial(
    String model, OrtSignature signature, UnaryOperator<Map<String, HostTensor>> run) {
  /** Type and shape of each output for one example. */
  Map<String, TensorSpec> outputs() {
    return OutputSpecs.find(signature.inputs(), this::outputs);
  }

  private Map<String, TensorSpec> outputs(BatchShape shape) {
    requireLonger(shape);
    int rows = signature.batch() > 0 ? signature.batch() : shape.examples();
    BatchShape whole = new BatchShape(rows, shape.lengths());
    Map<String, HostTensor> zeros = new LinkedHashMap<>();
    signature
        .inputs()
        .forEach((name, spec) -> zeros.put(name, HostTensor.allocate(whole.of(spec))));
    Map<String, TensorSpec> specs = new LinkedHashMap<>();
    run(zeros, shape).forEach((name, value) -> specs.put(name, perExample(name, value, rows)));
    return specs;
  }

  /** A length of one stretches, which would hide that axes are always of one length. */
  private void requireLonger(BatchShape shape) {
    if (shape.lengths().size() > 1 && shape.lengths().containsValue(1)) {
      throw new IllegalArgumentException(
          model + " was tried on " + shape + ", expected it to take longer ones.");
    }
  }

  private Map<String, HostTensor> run(Map<String, HostTensor> zeros, BatchShape shape) {
    try {
      return run.apply(zeros);
    } catch (IllegalStateException failed) {
      if (shape.lengths().isEmpty()) {
        throw failed;
      }
      throw new IllegalArgumentException(
          model
              + " was tried on "
              + shape
              + ", expected it to take them: "
              + failed.getMessage()
              + "\nMaybe it takes few lengths, or some of the axes are always of one length: say so"
              + " with OnnxOptions.withAxis or withExample.",
          failed);
    }
  }

  private TensorSpec perExample(String output, HostTensor value, int rows) {
    if (value.shape().rank() == 0 || value.shape().dim(0) != rows) {
      throw new IllegalArgumentException(
          "Output \""
              + output
              + "\" of "
              + model
              + " has shape "
              + value.shape()
              + " for a batch of "
              + rows
              + ", expected the batch on axis 0.\n"
              + "Maybe choose the others with OnnxOptions.withOutput.");
    }
    return value.spec().withoutBatch();
  }
}
