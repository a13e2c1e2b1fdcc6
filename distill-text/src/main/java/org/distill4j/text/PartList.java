package org.distill4j.text;

import java.util.ArrayList;
import java.util.List;

/** Collects the arrays of a file, in the order of the model. */
final class PartList {
  private final boolean oldNorms;
  private final List<WeightMapping> parts = new ArrayList<>();

  /**
   * An empty list.
   *
   * @param oldNorms whether norms have a gamma and a beta, as in BERT's first files
   */
  PartList(boolean oldNorms) {
    this.oldNorms = oldNorms;
  }

  List<WeightMapping> all() {
    return List.copyOf(parts);
  }

  /** An array that lies in the model as in the file. */
  void same(String path, String name, int... dims) {
    parts.add(WeightMapping.same(path, name, dims));
  }

  /** Dense layers side by side. */
  void dense(String path, List<String> names, int in, int out) {
    parts.add(WeightMapping.transposed(path + ".weight", ending(names, ".weight"), out, in));
    parts.add(WeightMapping.transposed(path + ".bias", ending(names, ".bias"), out));
  }

  void norm(String path, String name, int width) {
    parts.add(
        WeightMapping.same(path + ".weight", name + (oldNorms ? ".gamma" : ".weight"), width));
    parts.add(WeightMapping.same(path + ".bias", name + (oldNorms ? ".beta" : ".bias"), width));
  }

  /** A transformer's block. */
  void block(String path, String name, BlockNames block, int width, int hidden) {
    dense(
        path + ".attention.input",
        List.of(name + block.query(), name + block.key(), name + block.value()),
        width,
        width);
    dense(path + ".attention.output", List.of(name + block.output()), width, width);
    norm(path + ".norm1", name + block.norm1(), width);
    dense(path + ".expand", List.of(name + block.expand()), width, hidden);
    dense(path + ".contract", List.of(name + block.contract()), hidden, width);
    norm(path + ".norm2", name + block.norm2(), width);
  }

  private static List<String> ending(List<String> names, String end) {
    return names.stream().map(name -> name + end).toList();
  }
}
