package org.distill4j.benchmarks.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
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
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A function in TorchScript, compiled at run time, on arrays that are the same in each call. */
final class TorchScript {
  private static final String CLASS = "Program";
  private static final byte[] PICKLE =
      bytes("\u0080\u0002c__torch__\n" + CLASS + "\n)\u0081}(X\b\0\0\0training\u0088ub.");

  private final PtSymbolBlock block;
  private final NDList arguments = new NDList();

  /**
   * Compiles.
   *
   * @param manager whose memory is used
   * @param arguments the lists of arrays that the function is given, by name, in order
   * @param lines its statements
   */
  TorchScript(PtNDManager manager, Map<String, List<NDArray>> arguments, List<String> lines) {
    String parameters =
        arguments.keySet().stream()
            .map(name -> ", " + name + ": List[Tensor]")
            .collect(Collectors.joining());
    this.block = load(manager, source(parameters, lines));
    arguments.forEach(
        (name, arrays) ->
            arrays.forEach(
                array -> {
                  array.setName(name + "[]");
                  this.arguments.add(array);
                }));
  }

  void run() {
    IValueUtils.forward(block, arguments, true).close();
  }

  private static String source(String parameters, List<String> lines) {
    List<String> body = new ArrayList<>(lines);
    body.add("return annotate(List[Tensor], [])");
    return "class "
        + CLASS
        + "(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n"
        + ("def forward(self: __torch__." + CLASS + parameters + ") -> List[Tensor]:\n").indent(2)
        + String.join("\n", body).indent(4);
  }

  private static PtSymbolBlock load(PtNDManager manager, String source) {
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(archive)) {
      put(zip, "data.pkl", PICKLE);
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
