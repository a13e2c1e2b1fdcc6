package org.distill4j.benchmarks.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A function in TorchScript, compiled at run time, on arrays that are bound to it once. */
final class TorchScript {
  private static final String CLASS = "Program";
  private static final String RUN = "run";
  private static final String BIND = "bind";

  private final PtSymbolBlock block;
  private final NDList none;

  /**
   * Compiles.
   *
   * @param manager whose memory is used
   * @param bound the lists of arrays that the function works on, by name
   * @param lines its statements
   */
  TorchScript(PtNDManager manager, Map<String, List<NDArray>> bound, List<String> lines) {
    this.block = load(manager, bound.keySet(), source(bound.keySet(), lines));
    this.none = new NDList(selector(manager, RUN));
    NDList arguments = new NDList(selector(manager, BIND));
    bound.forEach(
        (name, arrays) ->
            arrays.forEach(
                array -> {
                  array.setName(name + "[]");
                  arguments.add(array);
                }));
    IValueUtils.forward(block, arguments, true).close();
  }

  /** DJL takes the method's name from an argument's name. */
  private static NDArray selector(PtNDManager manager, String method) {
    NDArray selector = manager.zeros(new Shape());
    selector.setName("module_method:" + method);
    return selector;
  }

  void run() {
    IValueUtils.forward(block, none, true).close();
  }

  private static String source(Set<String> names, List<String> lines) {
    List<String> binding = new ArrayList<>();
    List<String> running = new ArrayList<>();
    StringBuilder attributes = new StringBuilder();
    StringBuilder parameters = new StringBuilder();
    for (String name : names) {
      attributes.append("  ").append(name).append(" : List[Tensor]\n");
      parameters.append(", ").append(name).append(": List[Tensor]");
      binding.add("self." + name + " = " + name);
      running.add(name + " = self." + name);
    }
    running.addAll(lines);
    return "class "
        + CLASS
        + "(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n"
        + attributes
        + method(BIND, parameters.toString(), binding)
        + method(RUN, "", running);
  }

  private static String method(String name, String parameters, List<String> lines) {
    List<String> body = new ArrayList<>(lines);
    body.add("return annotate(List[Tensor], [])");
    String head = "def " + name + "(self: __torch__." + CLASS + parameters + ") -> List[Tensor]:\n";
    return head.indent(2) + String.join("\n", body).indent(4);
  }

  /** Returns the module's state: lists of tensors, all empty until they are bound. */
  private static String pickled(Set<String> names) {
    StringBuilder lists = new StringBuilder();
    for (String name : names) {
      lists.append(text(name)).append("ctorch.jit._pickle\nrestore_type_tag\n(]");
      lists.append(text("List[Tensor]")).append("tR");
    }
    String training = text("training") + "\u0088";
    return "\u0080\u0002c__torch__\n" + CLASS + "\n)\u0081}(" + training + lists + "ub.";
  }

  /** Returns a short text, its length in four bytes before it. */
  private static String text(String value) {
    return "X" + (char) value.length() + "\0\0\0" + value;
  }

  private static PtSymbolBlock load(PtNDManager manager, Set<String> names, String source) {
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(archive)) {
      put(zip, "data.pkl", bytes(pickled(names)));
      put(zip, "code/__torch__.py", bytes(source));
      put(zip, "constants.pkl", bytes("\u0080\u0002)."));
      put(zip, "version", bytes("10\n"));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    try {
      JniUtils.setGraphExecutorOptimize(false);
      return JniUtils.loadModule(
          manager, new ByteArrayInputStream(archive.toByteArray()), false, false);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry("program/" + name));
    zip.write(content);
    zip.closeEntry();
  }
}
