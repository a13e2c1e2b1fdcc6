package org.distill4j.gates;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeParameterTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;

/**
 * Finds what public and protected declarations lack in their comments: the comment, a parameter, a
 * result. It asks what doclint asks, but for one thing: a record's compact constructor repeats no
 * parameter of the record.
 */
final class CommentScanner extends TreePathScanner<Void, Void> {
  private final DocTrees docs;
  private final List<String> problems = new ArrayList<>();

  CommentScanner(DocTrees docs) {
    this.docs = docs;
  }

  List<String> problems() {
    return problems;
  }

  @Override
  public Void visitClass(ClassTree type, Void unused) {
    if (!isVisible(type.getModifiers())) {
      return null;
    }
    List<String> wanted = new ArrayList<>(typeParameters(type.getTypeParameters()));
    if (type.getKind() == Tree.Kind.RECORD) {
      type.getMembers().stream()
          .filter(VariableTree.class::isInstance)
          .map(VariableTree.class::cast)
          .filter(field -> !field.getModifiers().getFlags().contains(Modifier.STATIC))
          .forEach(component -> wanted.add("@param " + component.getName()));
    }
    require(type.getSimpleName().toString(), wanted);
    for (Tree member : type.getMembers()) {
      boolean component =
          type.getKind() == Tree.Kind.RECORD
              && member instanceof VariableTree field
              && !field.getModifiers().getFlags().contains(Modifier.STATIC);
      if (!component) {
        scan(member, null);
      }
    }
    return null;
  }

  @Override
  public Void visitMethod(MethodTree method, Void unused) {
    boolean overrides =
        method.getModifiers().getAnnotations().stream()
            .anyMatch(each -> each.getAnnotationType().toString().equals("Override"));
    if (!overrides && isVisible(method.getModifiers())) {
      List<String> wanted = new ArrayList<>(typeParameters(method.getTypeParameters()));
      if (!isCompact(method)) {
        method.getParameters().forEach(each -> wanted.add("@param " + each.getName()));
      }
      Tree result = method.getReturnType();
      if (result != null && !result.toString().equals("void")) {
        wanted.add("@return");
      }
      require(method.getName().toString(), wanted);
    }
    return null;
  }

  @Override
  public Void visitVariable(VariableTree field, Void unused) {
    if (isVisible(field.getModifiers())) {
      require(field.getName().toString(), List.of());
    }
    return null;
  }

  /** Whether a constructor has no list of parameters, as a record's compact one. */
  private boolean isCompact(MethodTree method) {
    if (method.getReturnType() != null || method.getBody() == null) {
      return false;
    }
    CompilationUnitTree unit = getCurrentPath().getCompilationUnit();
    long from = docs.getSourcePositions().getStartPosition(unit, method);
    long to = docs.getSourcePositions().getStartPosition(unit, method.getBody());
    try {
      String source = unit.getSourceFile().getCharContent(true).toString();
      return !source.substring((int) from, (int) to).contains("(");
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }

  private static List<String> typeParameters(List<? extends TypeParameterTree> parameters) {
    return parameters.stream().map(each -> "@param <" + each.getName() + ">").toList();
  }

  /** Whether others see a declaration, if they see the class around it. */
  private boolean isVisible(ModifiersTree modifiers) {
    boolean ofInterface =
        Optional.ofNullable(getCurrentPath().getParentPath())
            .map(TreePath::getLeaf)
            .filter(
                around ->
                    around.getKind() == Tree.Kind.INTERFACE
                        || around.getKind() == Tree.Kind.ANNOTATION_TYPE)
            .isPresent();
    return Stream.of(Modifier.PUBLIC, Modifier.PROTECTED).anyMatch(modifiers.getFlags()::contains)
        || (ofInterface && !modifiers.getFlags().contains(Modifier.PRIVATE));
  }

  private void require(String name, List<String> wanted) {
    String comment = docs.getDocComment(getCurrentPath());
    if (comment == null) {
      problems.add(place() + name + " lacks a comment");
      return;
    }
    wanted.stream()
        .filter(tag -> !Pattern.compile(Pattern.quote(tag) + "(?!\\w)").matcher(comment).find())
        .forEach(tag -> problems.add(place() + name + " lacks " + tag));
  }

  private String place() {
    CompilationUnitTree unit = getCurrentPath().getCompilationUnit();
    long start = docs.getSourcePositions().getStartPosition(unit, getCurrentPath().getLeaf());
    return unit.getSourceFile().getName() + ":" + unit.getLineMap().getLineNumber(start) + ": ";
  }
}
