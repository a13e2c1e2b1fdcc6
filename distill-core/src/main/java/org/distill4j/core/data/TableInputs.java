package org.distill4j.core.data;

/** The form in which a model gets the rows of an encoded table. */
public enum TableInputs {
  /** One vector: the numbers, then ones and zeros for the categories. */
  VECTOR,

  /**
   * The numbers as FLOAT32 (numbers) under the name {@value #NUMBERS}, and the category of each
   * other column as INT32, under the column's name.
   */
  COLUMNS,

  /** The numbers under the name {@value #NUMBERS}, and INT32 (columns) {@value #CATEGORIES}. */
  NUMBERS_AND_CATEGORIES;

  /** The name of the input of numbers. */
  public static final String NUMBERS = "numbers";

  /** The name of the input of the categories of all columns. */
  public static final String CATEGORIES = "categories";
}
