package org.distill4j.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Compiled TorchScript with its working arrays: they are bound to its attributes once, so that a
 * run passes nothing and leaves nothing to free.
 */
final class TorchModule {
  /** The end of every method. */
  static final String DONE = "return annotate(List[Tensor], [])";

  private final Arena arena;
  private final PtSymbolBlock block;
  private final Map<String, NDArray> selectors = new HashMap<>();

  private TorchModule(Arena arena, PtSymbolBlock block) {
    this.arena = arena;
    this.block = block;
  }

  /**
   * Compiles methods.
   *
   * @param arena where the module is kept
   * @param attributes names of lists of tensors, empty at first, that methods read from self
   * @param methods their source
   */
  static TorchModule compile(Arena arena, List<String> attributes, String methods) {
    String binders = attributes.stream().map(TorchModule::binder).collect(Collectors.joining());
    return new TorchModule(arena, arena.load(ScriptArchive.of(attributes, binders + methods)));
  }

  private static String binder(String attribute) {
    List<String> body = List.of("self." + attribute + " = arrays", DONE);
    return ScriptArchive.method("bind_" + attribute, ", arrays: List[Tensor]", body);
  }

  void bind(String attribute, List<NDArray> arrays) {
    if (!arrays.isEmpty()) {
      arrays.forEach(array -> array.setName("arrays[]"));
      run("bind_" + attribute, arrays);
    }
  }

  void run(String method, NDArray... arguments) {
    for (NDArray argument : arguments) {
      argument.setName("");
    }
    run(method, Arrays.asList(arguments));
  }

  private void run(String method, List<NDArray> arguments) {
    NDList all = new NDList(selectors.computeIfAbsent(method, this::selector));
    all.addAll(arguments);
    JniUtils.setGraphExecutorOptimize(false);
    IValueUtils.forward(block, all, true).close();
  }

  /**
   * Works around DJL, which takes the method's name from an argument's name and its manager from
   * the first array.
   */
  private NDArray selector(String method) {
    NDArray selector = arena.allocateDoubles(1);
    selector.setName("module_method:" + method);
    return selector;
  }
}
