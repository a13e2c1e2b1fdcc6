package org.distill4j.cli.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.distill4j.text.Tokenizer;
import org.distill4j.text.Tokenizers;

/** The tokenizer in a student's file. */
final class StudentTokenizer {
  private StudentTokenizer() {}

  /** Opens the tokenizer of these files, by way of a folder that is deleted again. */
  static Tokenizer open(Map<String, byte[]> files) {
    try {
      Path folder = Files.createTempDirectory("distill-tokenizer");
      try {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
          Files.write(folder.resolve(Path.of(file.getKey()).getFileName()), file.getValue());
        }
        return Tokenizers.open(folder);
      } finally {
        for (String name : files.keySet()) {
          Files.deleteIfExists(folder.resolve(Path.of(name).getFileName()));
        }
        Files.deleteIfExists(folder);
      }
    } catch (IOException error) {
      throw new UncheckedIOException(
          "The student's tokenizer could not be unpacked: "
              + error
              + ".\nMaybe the disk is full; java -Djava.io.tmpdir names another folder.",
          error);
    }
  }
}
