package org.distill4j.spark;

import java.io.BufferedInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.spark.util.SerializableConfiguration;
import org.distill4j.core.rounds.RoundFiles;

/**
 * A folder on any file system that Hadoop supports. A file appears by a rename, under its own name.
 */
final class HadoopRoundFiles implements RoundFiles, Serializable {
  private static final long serialVersionUID = 1;

  private final String folder;
  private final SerializableConfiguration hadoop;

  HadoopRoundFiles(String folder, Configuration hadoop) {
    this.folder = folder;
    this.hadoop = new SerializableConfiguration(hadoop);
  }

  private Path path(String name) {
    return name.isEmpty() ? new Path(folder) : new Path(folder, name);
  }

  private FileSystem system() throws IOException {
    return path("").getFileSystem(hadoop.value());
  }

  @Override
  public List<String> names() throws IOException {
    try {
      return Arrays.stream(system().listStatus(path("")))
          .filter(FileStatus::isFile)
          .map(status -> status.getPath().getName())
          .toList();
    } catch (FileNotFoundException absent) {
      return List.of();
    }
  }

  @Override
  public InputStream read(String name) throws IOException {
    return new BufferedInputStream(system().open(path(name)));
  }

  @Override
  public void write(String name, Content content) throws IOException {
    FileSystem system = system();
    Path temporary = path("." + name + "." + UUID.randomUUID() + ".tmp");
    try {
      try (OutputStream out = system.create(temporary, false)) {
        content.to(out);
      }
      publish(system, temporary, path(name));
    } finally {
      system.delete(temporary, false);
    }
  }

  private void publish(FileSystem system, Path temporary, Path target) throws IOException {
    try {
      FileContext.getFileContext(target.toUri(), hadoop.value())
          .rename(temporary, target, Options.Rename.OVERWRITE);
    } catch (UnsupportedFileSystemException plain) {
      system.delete(target, false);
      if (!system.rename(temporary, target)) {
        throw new IOException(temporary + " could not be renamed to " + target, plain);
      }
    }
  }

  @Override
  public void delete(String name) throws IOException {
    system().delete(path(name), false);
  }

  @Override
  public String location(String name) {
    return path(name).toString();
  }
}
