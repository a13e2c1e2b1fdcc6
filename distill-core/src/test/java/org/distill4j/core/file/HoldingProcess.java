package org.distill4j.core.file;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** A program that locks a folder, or is in the middle of writing a file, until it is killed. */
public final class HoldingProcess implements AutoCloseable {
  private final Process process;

  private HoldingProcess(Process process) {
    this.process = process;
  }

  /** Starts the program, and waits until it has what it wants. */
  public static HoldingProcess of(String what, Path path) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                HoldingProcess.class.getName(),
                what,
                path.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader out = process.inputReader();
    if (!"held".equals(out.readLine())) {
      throw new IllegalStateException("the program holds nothing");
    }
    return new HoldingProcess(process);
  }

  public long pid() {
    return process.pid();
  }

  /** Kills the program. */
  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes "lock" and a folder, or "write" and a file. */
  public static void main(String[] arguments) throws Exception {
    Path path = Path.of(arguments[1]);
    AutoCloseable held =
        arguments[0].equals("lock")
            ? FolderLock.acquire(path, "choose another")
            : StagedFile.write(path, ByteBuffer.allocate(8));
    System.out.println("held");
    System.in.read();
    held.close();
  }
}
