package org.distill4j.core.rounds;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.distill4j.model.ParameterSpec;
import org.distill4j.model.Weights;
import org.distill4j.optim.OptimizerState;
import org.distill4j.tensor.HostTensor;

/** The states of workers' optimizers in files, one for each worker and round. */
public final class InnerStates {
  private static final String NAME = "inner-(\\d{9})-\\d{6}\\.state";

  private final RoundFiles files;
  private final List<String> slots;
  private final List<ParameterSpec> trained;

  InnerStates(RoundFiles files, List<String> slots, List<ParameterSpec> trained) {
    this.files = files;
    this.slots = slots;
    this.trained = trained;
  }

  private static String name(int round, int worker) {
    return "inner-%09d-%06d.state".formatted(round, worker);
  }

  /** Returns the state of a worker's optimizer after a round. */
  OptimizerState read(int round, int worker) {
    String name = name(round, worker);
    try (InputStream in = files.read(name)) {
      StateFormat.Reader reader = new StateFormat.Reader(in);
      OptimizerState state = read(reader, reader.header().path("step").asLong());
      reader.end();
      return state;
    } catch (IOException error) {
      throw new UncheckedIOException(
          "What worker "
              + worker
              + "'s optimizer remembered after round "
              + round
              + " could not be read from "
              + files.location(name)
              + ": "
              + error
              + ".\nMaybe the folder is not one that all workers share.",
          error);
    }
  }

  void write(int round, int worker, OptimizerState state) {
    String name = name(round, worker);
    ObjectNode header = JsonNodeFactory.instance.objectNode().put("step", state.step());
    try {
      files.write(
          name,
          out -> {
            StateFormat.Writer writer = new StateFormat.Writer(out, header);
            write(writer, state);
            writer.end();
          });
    } catch (IOException error) {
      throw new UncheckedIOException(
          "What worker "
              + worker
              + "'s optimizer remembers could not be written to "
              + files.location(name)
              + ": "
              + error
              + ".\nMaybe the disk is full, or the folder is not yours to write.",
          error);
    }
  }

  void write(StateFormat.Writer writer, OptimizerState state) throws IOException {
    for (String slot : slots) {
      for (ParameterSpec parameter : trained) {
        writer.floats(state.slot(slot).get(parameter.name()).toFloatArray());
      }
    }
  }

  OptimizerState read(StateFormat.Reader reader, long step) throws IOException {
    Map<String, Weights> all = new LinkedHashMap<>();
    for (String slot : slots) {
      Map<String, HostTensor> arrays = new LinkedHashMap<>();
      for (ParameterSpec parameter : trained) {
        float[] values = reader.floats((int) parameter.shape().size());
        arrays.put(parameter.name(), HostTensor.ofFloats(parameter.shape(), values));
      }
      all.put(slot, Weights.of(arrays));
    }
    return new OptimizerState(step, all);
  }

  /**
   * Deletes the files of all rounds except some.
   *
   * @param files the training's folder
   * @param rounds the rounds whose files stay
   * @throws UncheckedIOException if one cannot be deleted
   */
  public static void retain(RoundFiles files, Set<Integer> rounds) {
    try {
      for (String name : files.names()) {
        if (name.matches(NAME)
            && !rounds.contains(Integer.valueOf(name.replaceFirst(NAME, "$1")))) {
          files.delete(name);
        }
      }
    } catch (IOException error) {
      throw new UncheckedIOException(
          "Old files in "
              + files.location("")
              + " could not be deleted: "
              + error
              + ".\nMaybe the folder is not yours to write.",
          error);
    }
  }
}
