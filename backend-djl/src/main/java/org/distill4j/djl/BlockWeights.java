package org.distill4j.djl;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.Pair;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.distill4j.model.Weights;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;

/** The parameters of a block by name. */
final class BlockWeights {
  private final HostTransfer transfer;
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();

  BlockWeights(DjlSession session, Block block) {
    this.transfer = session.transfer();
    for (Pair<String, Parameter> entry : block.getParameters()) {
      requireFits(session.arena().device(), entry.getKey(), entry.getValue());
      parameters.put(entry.getKey(), entry.getValue());
    }
  }

  private static void requireFits(Device device, String name, Parameter parameter) {
    if (!parameter.isInitialized()) {
      throw new IllegalArgumentException(
          "Parameter \""
              + name
              + "\" has no values yet, expected an initialized block.\n"
              + "Maybe call block.initialize(manager, DataType.FLOAT32, new Shape(1, …)) first.");
    }
    NDArray array = parameter.getArray();
    if (array.getDataType() != DataType.FLOAT32 || !array.getDevice().equals(device)) {
      throw new IllegalArgumentException(
          "Parameter \""
              + name
              + "\" is "
              + array.getDataType()
              + " on "
              + array.getDevice()
              + ", expected "
              + DataType.FLOAT32
              + " on "
              + device
              + ".\nMaybe initialize the block with a manager of that device.");
    }
  }

  /** The names of those that the block wants trained. */
  Set<String> trained() {
    Set<String> names = new LinkedHashSet<>();
    parameters.forEach(
        (name, parameter) -> {
          if (parameter.requiresGradient()) {
            names.add(name);
          }
        });
    return Collections.unmodifiableSet(names);
  }

  Weights toWeights() {
    Map<String, HostTensor> values = new LinkedHashMap<>();
    parameters.forEach((name, parameter) -> values.put(name, download(parameter.getArray())));
    return Weights.of(values);
  }

  void set(Weights weights) {
    Map<String, TensorSpec> owned = new LinkedHashMap<>();
    parameters.forEach((name, parameter) -> owned.put(name, spec(parameter.getArray())));
    weights.requireAmong(owned);
    weights.asMap().forEach((name, value) -> transfer.upload(value, array(name)));
  }

  private NDArray array(String name) {
    return Objects.requireNonNull(parameters.get(name)).getArray();
  }

  /** Begins to record gradients, all zero. */
  void startGradients() {
    for (String name : trained()) {
      PtNDArray array = (PtNDArray) array(name);
      array.setRequiresGradient(true);
      if (array.hasGradient()) {
        JniUtils.zeroGrad(array);
      }
    }
  }

  Weights gradients() {
    Map<String, HostTensor> gradients = new LinkedHashMap<>();
    trained().forEach(name -> gradients.put(name, gradient(array(name))));
    return Weights.of(gradients);
  }

  private HostTensor gradient(NDArray array) {
    TensorSpec spec = spec(array);
    if (!array.hasGradient()) {
      return HostTensor.allocate(spec.type(), spec.shape());
    }
    try (NDArray gradient = array.getGradient()) {
      return transfer.download(gradient, spec);
    }
  }

  private HostTensor download(NDArray array) {
    return transfer.download(array, spec(array));
  }

  private static TensorSpec spec(NDArray array) {
    return DjlOutputs.spec("a parameter", array);
  }
}
