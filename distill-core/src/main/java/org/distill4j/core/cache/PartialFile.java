package org.distill4j.core.cache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.distill4j.core.file.AtomicFiles;

/**
 * A cache file that is being filled. It lies beside the cache, has the same format, and gets the
 * cache's name when it is complete.
 */
final class PartialFile {
  private static final System.Logger LOGGER = System.getLogger(PartialFile.class.getName());

  private final Path target;
  private final Path path;

  PartialFile(Path target) {
    this.target = target.toAbsolutePath();
    this.path = this.target.resolveSibling(this.target.getFileName() + ".partial");
  }

  /** Fills the missing rows; does nothing if another process has completed the file meanwhile. */
  void complete(CacheHeader header, CacheFiller filler) throws IOException {
    Optional<Path> folder = Optional.ofNullable(path.getParent());
    if (folder.isPresent()) {
      Files.createDirectories(folder.get());
    }
    try (FileChannel file =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      requireAlone(file);
      if (Files.exists(target)) {
        AtomicFiles.delete(path);
        return;
      }
      StoredHeader begun = begin(file, header, filler.layout());
      ExampleBlocks blocks = begun.header().blocks();
      BlockFile kept = new BlockFile(file, blocks, begun.layout(filler.layout()));
      filler.in(blocks).fill(kept.intact(), kept::write);
      file.force(true);
      AtomicFiles.rename(path, target);
    }
  }

  private void requireAlone(FileChannel file) throws IOException {
    boolean locked;
    try {
      locked = file.tryLock() != null;
    } catch (OverlappingFileLockException held) {
      locked = false;
    }
    if (!locked) {
      throw new IllegalStateException(
          "The cache "
              + path
              + " is being filled by somebody else, expected to be alone.\n"
              + "Maybe wait until the other filling is done and open the cache then.");
    }
  }

  /** Resumes what is there, or begins. */
  private StoredHeader begin(FileChannel file, CacheHeader header, RowLayout layout)
      throws IOException {
    if (file.size() > 0) {
      try {
        return resume(file, header, layout);
      } catch (DamagedCacheException damaged) {
        LOGGER.log(
            System.Logger.Level.WARNING,
            () -> "Filling begins again, as nothing can be used. " + damaged.getMessage());
      }
    }
    file.truncate(0);
    ByteBuffer bytes = HeaderFormat.encode(header);
    StoredHeader stored = new StoredHeader(header, bytes.remaining());
    BlockFile.writeAll(file, bytes, 0);
    BlockFile.writeAll(file, ByteBuffer.allocate(1), stored.layout(layout).size() - 1);
    return stored;
  }

  private StoredHeader resume(FileChannel file, CacheHeader header, RowLayout layout)
      throws IOException {
    StoredHeader found = HeaderFormat.read(path, file);
    header.requireIn(path, found.header());
    found.layout(layout).requireSize(path, file);
    return found;
  }
}
