package org.distill4j.text;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.model.Weights;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;

/**
 * The tensors of a folder that a network is made of, checked, and those that it takes along without
 * using them.
 *
 * @param parts what each array of the model is made of
 * @param used the tensors of the parts, in the names of the file
 * @param others the tensors that belong to no part
 */
record FolderTensors(List<WeightMapping> parts, Weights used, Weights others) {
  /** The names of other heads of these networks, and of the layers before them. */
  private static final List<String> HEADS =
      List.of(
          "cls.",
          "lm_head.",
          "qa_outputs.",
          "vocab_transform.",
          "vocab_layer_norm.",
          "vocab_projector.",
          "pooler.");

  /** The same of vision transformers, and what stands for a hidden patch. */
  private static final List<String> IMAGE_HEADS =
      List.of("pooler.", "embeddings.mask_token", "decoder.");

  private static final String IDS = "embeddings.position_ids";

  /** The tensors of a file, all of which must be known; {@code source} names it in messages. */
  static FolderTensors of(String source, Network network, Weights file) {
    requireLayers(source, network.layers(), file);
    String full = network.family().prefix();
    String prefix =
        file.names().stream().anyMatch(name -> name.startsWith(full + "embeddings.")) ? full : "";
    boolean oldNorms = file.names().contains(prefix + "embeddings.LayerNorm.gamma");
    List<WeightMapping> parts = network.parts(prefix, oldNorms);
    Map<String, HostTensor> used = new LinkedHashMap<>();
    parts.forEach(
        part -> part.names().forEach(name -> used.put(name, found(source, part, name, file))));
    List<String> others = new ArrayList<>(file.names());
    others.removeAll(used.keySet());
    // Whole numbers from 0 on, which older versions of the Transformers library wrote too.
    others.remove(prefix + IDS);
    others.remove(IDS);
    requireKnown(source, network, prefix, others, used.keySet());
    return new FolderTensors(parts, Weights.of(used), file.only(others));
  }

  /** Before what each layer needs is listed. */
  private static void requireLayers(String source, int layers, Weights file) {
    int tensors = file.names().size();
    if (layers > tensors) {
      throw new IllegalArgumentException(
          source
              + " has "
              + layers
              + " layers in its config.json and "
              + tensors
              + " tensors, expected several tensors for each layer.\n"
              + "Maybe config.json is of another model.");
    }
  }

  private static HostTensor found(String source, WeightMapping part, String name, Weights file) {
    HostTensor tensor = file.asMap().get(name);
    if (tensor == null) {
      throw new IllegalArgumentException(
          source
              + " has no tensor "
              + name
              + ", expected one of shape "
              + part.shape()
              + " among "
              + MessageWords.some(file.names())
              + ".\nMaybe config.json is of another model, or has more layers than the file.");
    }
    if (!tensor.shape().equals(part.shape())) {
      throw new IllegalArgumentException(
          source
              + " has "
              + name
              + " of shape "
              + tensor.shape()
              + ", expected "
              + part.shape()
              + " by config.json.\nMaybe config.json is of another model.");
    }
    return tensor;
  }

  private static void requireKnown(
      String source, Network network, String prefix, List<String> others, Collection<String> used) {
    List<String> heads = network instanceof ImageEncoder ? IMAGE_HEADS : HEADS;
    for (String name : others) {
      String bare = name.startsWith(prefix) ? name.substring(prefix.length()) : name;
      if (heads.stream().noneMatch(bare::startsWith)) {
        throw new IllegalArgumentException(
            source
                + " has a tensor "
                + name
                + ", expected only the "
                + used.size()
                + " of a "
                + network.family().types().get(0)
                + " of "
                + network.layers()
                + " layers and those that begin with one of "
                + heads
                + ".\nMaybe config.json has fewer layers than the file, or its \"architectures\""
                + " name another head.");
      }
    }
  }

  /** Returns the name in the file for one array of the model. */
  String name(String path) {
    return parts.stream()
        .filter(part -> part.path().equals(path))
        .map(part -> part.names().get(0))
        .findFirst()
        .orElseThrow();
  }

  /** The arrays of the model. */
  Weights weights() {
    Map<String, HostTensor> arrays = new LinkedHashMap<>();
    parts.forEach(part -> arrays.put(part.path(), part.joined(used)));
    return Weights.of(arrays);
  }

  /** Returns these tensors with the present values of the model's arrays. */
  FolderTensors with(Weights weights) {
    Map<String, HostTensor> split = new LinkedHashMap<>();
    parts.forEach(part -> split.putAll(part.split(weights.get(part.path()))));
    return new FolderTensors(parts, Weights.of(split), others);
  }

  /** Type and shape of each of the model's arrays. */
  Map<String, TensorSpec> specs() {
    Map<String, TensorSpec> specs = new LinkedHashMap<>();
    parts.forEach(part -> specs.put(part.path(), part.spec()));
    return specs;
  }

  /** All tensors, in the names of the file. */
  Weights all() {
    return used.and(others);
  }

  /**
   * Returns all tensors except those of other layers; the chosen layers have the numbers from 0 on.
   * What all layers share is left out where there are none.
   */
  static Weights layers(Weights file, String blocks, List<Integer> chosen) {
    Map<String, HostTensor> some = new LinkedHashMap<>();
    file.asMap()
        .forEach(
            (name, tensor) -> {
              boolean idle = chosen.isEmpty() && name.endsWith(WeightMappings.BIAS);
              if (!name.contains(blocks) && !idle) {
                some.put(name, tensor);
              }
            });
    for (int i = 0; i < chosen.size(); i++) {
      String from = blocks + chosen.get(i) + ".";
      String to = blocks + i + ".";
      file.asMap()
          .forEach(
              (name, tensor) -> {
                if (name.contains(from)) {
                  some.put(name.replace(from, to), tensor);
                }
              });
    }
    return Weights.of(some);
  }
}
