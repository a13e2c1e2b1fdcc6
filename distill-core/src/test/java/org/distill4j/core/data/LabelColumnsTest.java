package org.distill4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Columns that are labels")
class LabelColumnsTest {
  @TempDir private Path folder = Path.of("");

  private Dataset table() throws IOException {
    Path file = Files.writeString(folder.resolve("t.csv"), "a,price,b,w\n1,10,2,0.5\n3,20,4,2\n");
    return CsvTable.unlabelled().read(file);
  }

  @Test
  @DisplayName("are numbers of each example, and the other columns its inputs")
  void one() throws IOException {
    LabelColumns data = LabelColumns.of(table(), Batch.LABELS, "price");

    assertThat(data.columns()).containsExactly("a", "b", "w");
    assertThat(data.labels()).containsEntry(Batch.LABELS, TensorSpec.floats());
    Batch batch = data.batch(1, 0);
    assertThat(batch.labels(Batch.LABELS).toFloatArray()).containsExactly(20, 10);
    assertThat(batch.input().toFloatArray()).containsExactly(3, 4, 2, 1, 2, 0.5f);
    assertThat(batch.id(0)).isEqualTo(1);
    assertThat(data.id(1)).isEqualTo(1);
  }

  @Test
  @DisplayName("may be several, and weights beside them")
  void several() throws IOException {
    Dataset data =
        LabelColumns.of(LabelColumns.of(table(), Batch.LABELS, "b", "price"), "weight", "w");

    Batch batch = data.batch(0, 1);
    assertThat(batch.labels(Batch.LABELS).toFloatArray()).containsExactly(2, 10, 4, 20);
    assertThat(batch.labels(Batch.LABELS).spec()).isEqualTo(TensorSpec.floats(2, 2));
    assertThat(batch.labels("weight").toFloatArray()).containsExactly(0.5f, 2);
    assertThat(batch.input().toFloatArray()).containsExactly(1, 3);
    assertThat(data.fingerprint()).isNotEqualTo(table().fingerprint());
  }

  @Test
  @DisplayName("have to be there, and leave an input")
  void refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelColumns.of(table(), Batch.LABELS, "cost"))
        .withMessageContaining("expected some of")
        .withMessageContaining("price");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelColumns.of(table(), Batch.LABELS, "a", "price", "b", "w"))
        .withMessageContaining("at least one other that is an input");
  }

  @Test
  @DisplayName("are read beside inputs that are named, and are refused where they are missing")
  void missing() throws IOException {
    Path file = Files.writeString(folder.resolve("m.csv"), "a,price,b\n,10,2\n3,NA,4\n");
    CsvTable table = CsvTable.unlabelled().withMissing(0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> table.read(file, "price"))
        .withMessageContaining("m.csv:3: \"price\" is \"NA\", a missing label, expected a finite")
        .withMessageContaining("write -1 where one of several labels is unknown");

    Files.writeString(file, "a,price,b\n,10,2\n3,20,4\n");
    Dataset data =
        LabelColumns.of(table.withInputs("a").read(file, "price"), Batch.LABELS, "price");
    Batch batch = data.batch(0, 1);
    assertThat(batch.input().toFloatArray()).containsExactly(0, 3);
    assertThat(batch.labels(Batch.LABELS).toFloatArray()).containsExactly(10, 20);
  }
}
