package org.distill4j.core.rounds;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.distill4j.core.file.StagedFile;

/** A folder on a disk of this machine. */
public final class LocalRoundFiles implements RoundFiles {
  private final Path folder;

  /**
   * Creates the files of a folder.
   *
   * @param folder the folder; it need not exist
   */
  public LocalRoundFiles(Path folder) {
    this.folder = folder.toAbsolutePath();
  }

  @Override
  public List<String> names() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).toList();
    }
  }

  @Override
  public InputStream read(String name) throws IOException {
    return Files.newInputStream(folder.resolve(name));
  }

  @Override
  public void write(String name, Content content) throws IOException {
    try (StagedFile staged =
        StagedFile.write(
            folder.resolve(name),
            channel -> {
              OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel));
              content.to(out);
              out.flush();
            })) {
      staged.publish();
    }
  }

  @Override
  public void delete(String name) throws IOException {
    Files.deleteIfExists(folder.resolve(name));
  }

  @Override
  public String location(String name) {
    return folder.resolve(name).toString();
  }
}
