package org.distill4j.core.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** The lines of {@link TextLines}. */
final class LineReader implements TableReader {
  private static final String MARK = "\uFEFF";

  private final Path file;
  private final BufferedReader lines;
  private String text = "";
  private long line;

  private LineReader(Path file, BufferedReader lines) {
    this.file = file;
    this.lines = lines;
  }

  static LineReader open(Path file) {
    try {
      return new LineReader(file, Files.newBufferedReader(file));
    } catch (NoSuchFileException error) {
      throw new IllegalArgumentException(
          "There is no file " + file + ", expected texts.\nMaybe the path is misspelt.", error);
    } catch (IOException error) {
      throw unreadable(file, error);
    }
  }

  private static UncheckedIOException unreadable(Path file, IOException error) {
    return new UncheckedIOException(
        file + " could not be read: " + error + ".\nMaybe it is a folder, or not UTF-8.", error);
  }

  @Override
  public List<String> columns() {
    return List.of(TextLines.TEXT);
  }

  @Override
  public boolean next() {
    try {
      for (String read = lines.readLine(); read != null; read = lines.readLine()) {
        line++;
        text = (line == 1 && read.startsWith(MARK) ? read.substring(1) : read).strip();
        if (!text.isEmpty()) {
          return true;
        }
      }
      return false;
    } catch (IOException error) {
      throw unreadable(file, error);
    }
  }

  @Override
  public long line() {
    return line;
  }

  @Override
  public String cell(int column) {
    return text;
  }

  @Override
  public void close() {
    try {
      lines.close();
    } catch (IOException error) {
      throw unreadable(file, error);
    }
  }
}
