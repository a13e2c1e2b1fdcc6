package org.distill4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Data that are aligned with the training data")
class AlignedDataTest {
  @TempDir private Path folder = Path.of("");

  private InMemoryDataset table(String text, String... classes) throws IOException {
    Path file = Files.writeString(folder.resolve("t.csv"), text);
    return CsvTable.of("y").withClasses(classes).read(file);
  }

  @Test
  @DisplayName("have their columns in its order, and no others")
  void columns() throws IOException {
    Dataset training = table("a,b,y\n1,2,0\n");
    Dataset other = table("c,b,y,a\n9,2,1,1\n8,4,-1,3\n");

    Dataset aligned = AlignedData.of(training, other);

    Batch batch = aligned.batch(0, 1);
    assertThat(aligned.input()).isEqualTo(TensorSpec.floats(2));
    assertThat(batch.input().toFloatArray()).containsExactly(1, 2, 3, 4);
    assertThat(batch.labels(Batch.LABELS).toIntArray()).containsExactly(1, -1);
    assertThat(aligned.fingerprint()).isNotEqualTo(other.fingerprint());
    assertThat(AlignedData.of(training, training)).isSameAs(training);
  }

  @Test
  @DisplayName("have their classes by its numbers")
  void classes() throws IOException {
    Dataset training = table("a,y\n1,cat\n", "cat", "dog", "fish");
    Dataset other = table("a,y\n1,fish\n2,cat\n3,\n", "fish", "cat");

    Dataset aligned = AlignedData.of(training, other);

    assertThat(aligned.batch(0, 1, 2).labels(Batch.LABELS).toIntArray()).containsExactly(2, 0, -1);
    assertThat(((NamedData) aligned).classNames()).containsExactly("cat", "dog", "fish");
    assertThat(aligned.labels()).isEqualTo(other.labels());
    assertThat(aligned.repeatability()).isEqualTo(Dataset.Repeatability.FIXED);
  }

  @Test
  @DisplayName("are refused where their numbers are made in another way")
  void encodings() throws IOException {
    Dataset plain = table("a,y\n1,0\n2,1\n");
    Dataset encoded = TableColumns.of().read(CsvTable.of("y"), folder.resolve("t.csv"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AlignedData.of(encoded, plain))
        .withMessage(
            "The inputs are columns as they are and those of the training data are encoded columns,"
                + " expected the same.\n"
                + "Maybe only one of them says how columns are encoded, or pixels normalised.");
    assertThatIllegalArgumentException().isThrownBy(() -> AlignedData.of(plain, encoded));

    ImageDataset pictures =
        ImageDataset.of(Shape.of(1, 1, 1), new byte[2], Map.of(), Normalization.unit());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AlignedData.of(pictures, pictures.normalized(Normalization.centered())))
        .withMessageContaining("PixelEncoding[mean=0.5, deviation=0.5] and those of");
    assertThat(AlignedData.of(pictures, plain)).as("of another kind").isSameAs(plain);
  }

  @Test
  @DisplayName("are refused where a name is missing")
  void refused() throws IOException {
    Dataset training = table("a,b,y\n1,2,cat\n", "cat");
    Dataset narrow = table("a,y\n1,cat\n", "cat");
    Dataset more = table("a,b,y\n1,2,dog\n", "cat", "dog");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> AlignedData.of(training, narrow))
        .withMessage(
            "The data lack the column \"b\" of the training data, expected it among [a].\n"
                + "Maybe the heading is of another table.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AlignedData.of(training, more))
        .withMessage(
            "The data have the class \"dog\" that the training data lack, expected one of [cat].\n"
                + "Maybe its examples belong elsewhere.");
    Dataset numbers = table("a,y\n1,0\n");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AlignedData.of(numbers, narrow))
        .withMessage(
            "The data have the classes [cat] and the training data have numbers, expected names in"
                + " both.\nMaybe the column of the class is another.");
    assertThat(AlignedData.of(table("a,y\n1,\n"), narrow)).isSameAs(narrow);
  }
}
