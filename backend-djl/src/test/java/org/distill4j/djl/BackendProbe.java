package org.distill4j.djl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.distill4j.backend.SessionOptions;

/** What a fresh process says of the backend; run by {@link BackendTest}. */
final class BackendProbe {
  private BackendProbe() {}

  public static void main(String[] arguments) throws IOException {
    DjlBackend backend = new DjlBackend();
    System.out.println("loaded " + torchIsMapped());
    try {
      System.out.println("engine " + backend.open(SessionOptions.defaults()).engineVersion());
      System.out.println("loaded " + torchIsMapped());
    } catch (IllegalStateException error) {
      System.out.println("refused " + error.getMessage());
    }
  }

  private static boolean torchIsMapped() throws IOException {
    return Files.readString(Path.of("/proc/self/maps")).contains("libtorch_cpu");
  }
}
