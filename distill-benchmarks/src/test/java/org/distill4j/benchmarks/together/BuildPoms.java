package org.distill4j.benchmarks.together;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.repository.WorkspaceReader;
import org.eclipse.aether.repository.WorkspaceRepository;
import org.jspecify.annotations.Nullable;

/** The POMs of this project, as they are in its folders. */
final class BuildPoms implements WorkspaceReader {
  private final WorkspaceRepository repository = new WorkspaceRepository("distill4j");
  private final Path root;

  BuildPoms(String root) {
    this.root = Path.of(root);
  }

  @Override
  public WorkspaceRepository getRepository() {
    return repository;
  }

  @Override
  public @Nullable File findArtifact(Artifact artifact) {
    if (!artifact.getGroupId().equals("org.distill4j") || !artifact.getExtension().equals("pom")) {
      return null;
    }
    String name = artifact.getArtifactId();
    return Stream.of(root.resolve(name), root.resolve("distill-platforms").resolve(name), root)
        .map(folder -> folder.resolve("pom.xml"))
        .filter(Files::exists)
        .map(Path::toFile)
        .findFirst()
        .orElse(null);
  }

  @Override
  public List<String> findVersions(Artifact artifact) {
    return List.of();
  }
}
