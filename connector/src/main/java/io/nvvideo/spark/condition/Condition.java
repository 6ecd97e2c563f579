package io.nvvideo.spark.condition;

import io.nvvideo.spark.column.BoundPath;
import io.nvvideo.spark.column.ColumnPath;
import io.nvvideo.spark.column.Need;
import io.nvvideo.spark.condition.Operand.Literal;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A condition on rows, with SQL's three truth values. A value: it goes to the executors, and equal ones mean the same. */
public sealed interface Condition extends Serializable {

    /** A condition whose columns have been looked up. */
    interface Test {
        /**
         * What it may come to for a row.
         *
         * @param known what has been done to the row's file; columns that need more have any value
         * @return {@link Outcomes}
         */
        int outcomes(Object row, Set<Need> known);
    }

    /** Looks the columns up. */
    Test bind(Function<ColumnPath, BoundPath> columns);

    /** Every column that it asks for. */
    Stream<ColumnPath> columns();

    /** Always the same. */
    record Constant(boolean value) implements Condition {
        @Override
        public Test bind(Function<ColumnPath, BoundPath> columns) {
            int outcome = Outcomes.of(value);
            return (row, known) -> outcome;
        }

        @Override
        public Stream<ColumnPath> columns() {
            return Stream.empty();
        }

        @Override
        public String toString() {
            return value ? "TRUE" : "FALSE";
        }
    }

    /** How two values compare. */
    enum Operator {
        EQUAL("="),
        NOT_EQUAL("<>"),
        LESS("<"),
        LESS_OR_EQUAL("<="),
        GREATER(">"),
        GREATER_OR_EQUAL(">="),
        /** Equal, or both NULL. */
        SAME("<=>");

        private final String sql;

        Operator(String sql) {
            this.sql = sql;
        }

        /** By its name in SQL; null if there is none. */
        public static Operator named(String name) {
            return Stream.of(values())
                    .filter(operator -> operator.sql.equals(name))
                    .findFirst()
                    .orElse(null);
        }

        private boolean holds(int order) {
            return switch (this) {
                case EQUAL, SAME -> order == 0;
                case NOT_EQUAL -> order != 0;
                case LESS -> order < 0;
                case LESS_OR_EQUAL -> order <= 0;
                case GREATER -> order > 0;
                case GREATER_OR_EQUAL -> order >= 0;
            };
        }
    }

    /** Two values of one type. */
    record Comparison(Operand left, Operator operator, Operand right) implements Condition {
        @Override
        public Test bind(Function<ColumnPath, BoundPath> columns) {
            return Leaves.ofTwo(left, right, columns, (a, b) -> {
                if (a == null || b == null) {
                    return operator == Operator.SAME ? Outcomes.of(a == b) : Outcomes.NULL;
                }
                return Outcomes.of(operator.holds(ValueOrder.INSTANCE.compare(a, b)));
            });
        }

        @Override
        public Stream<ColumnPath> columns() {
            return Stream.of(left, right).flatMap(Leaves::columns);
        }

        @Override
        public String toString() {
            return left + " " + operator.sql + " " + right;
        }
    }

    /** Whether a text begins with, ends with or contains another. */
    enum TextOperator {
        STARTS_WITH,
        ENDS_WITH,
        CONTAINS;

        private boolean holds(String text, String part) {
            return switch (this) {
                case STARTS_WITH -> text.startsWith(part);
                case ENDS_WITH -> text.endsWith(part);
                case CONTAINS -> text.contains(part);
            };
        }
    }

    /** A text and a part of it. */
    record TextMatch(Operand text, TextOperator operator, Operand part) implements Condition {
        @Override
        public Test bind(Function<ColumnPath, BoundPath> columns) {
            return Leaves.ofTwo(
                    text,
                    part,
                    columns,
                    (a, b) -> a == null || b == null
                            ? Outcomes.NULL
                            : Outcomes.of(operator.holds((String) a, (String) b)));
        }

        @Override
        public Stream<ColumnPath> columns() {
            return Stream.of(text, part).flatMap(Leaves::columns);
        }

        @Override
        public String toString() {
            return operator + "(" + text + ", " + part + ")";
        }
    }

    /** A value among others. */
    record In(Operand value, List<Literal> list) implements Condition {
        /** So many are told of, the others are counted. */
        private static final int SHOWN = 5;

        /** Copies the list. */
        public In {
            list = new ArrayList<>(list);
        }

        @Override
        public Test bind(Function<ColumnPath, BoundPath> columns) {
            Set<Object> values = new HashSet<>();
            list.stream()
                    .map(Literal::value)
                    .filter(Objects::nonNull)
                    .map(ValueOrder::canonical)
                    .forEach(values::add);
            int absent = list.stream().anyMatch(literal -> literal.value() == null) ? Outcomes.NULL : Outcomes.FALSE;
            int ofNull = list.isEmpty() ? Outcomes.FALSE : Outcomes.NULL;
            return Leaves.ofOne(value, columns, found -> {
                if (found == null) {
                    return ofNull;
                }
                return values.contains(ValueOrder.canonical(found)) ? Outcomes.TRUE : absent;
            });
        }

        @Override
        public Stream<ColumnPath> columns() {
            return Leaves.columns(value);
        }

        @Override
        public String toString() {
            String shown = list.stream().limit(SHOWN).map(Literal::text).collect(Collectors.joining(", "));
            return value + " IN (" + shown + (list.size() > SHOWN ? ", … " + (list.size() - SHOWN) + " more" : "")
                    + ")";
        }
    }

    /** Whether a column is NULL, or is not. */
    record NullTest(ColumnPath column, boolean isNull) implements Condition {
        @Override
        public Test bind(Function<ColumnPath, BoundPath> columns) {
            BoundPath path = columns.apply(column);
            return (row, known) -> path.isKnown(known)
                    ? Outcomes.of(path.value().apply(row) == null == isNull)
                    : Outcomes.of(true) | Outcomes.of(false);
        }

        @Override
        public Stream<ColumnPath> columns() {
            return Stream.of(column);
        }

        @Override
        public String toString() {
            return column + (isNull ? " IS NULL" : " IS NOT NULL");
        }
    }

    /** The opposite; NULL stays NULL. */
    record Not(Condition condition) implements Condition {
        @Override
        public Test bind(Function<ColumnPath, BoundPath> columns) {
            Test test = condition.bind(columns);
            return (row, known) -> Outcomes.not(test.outcomes(row, known));
        }

        @Override
        public Stream<ColumnPath> columns() {
            return condition.columns();
        }

        @Override
        public String toString() {
            return "NOT (" + condition + ")";
        }
    }

    /** Both. */
    record And(Condition left, Condition right) implements Condition {
        @Override
        public Test bind(Function<ColumnPath, BoundPath> columns) {
            Test first = left.bind(columns);
            Test second = right.bind(columns);
            return (row, known) -> {
                int outcomes = first.outcomes(row, known);
                return outcomes == Outcomes.FALSE ? outcomes : Outcomes.and(outcomes, second.outcomes(row, known));
            };
        }

        @Override
        public Stream<ColumnPath> columns() {
            return Stream.concat(left.columns(), right.columns());
        }

        @Override
        public String toString() {
            return "(" + left + " AND " + right + ")";
        }
    }

    /** One of both at least. */
    record Or(Condition left, Condition right) implements Condition {
        @Override
        public Test bind(Function<ColumnPath, BoundPath> columns) {
            Test first = left.bind(columns);
            Test second = right.bind(columns);
            return (row, known) -> {
                int outcomes = first.outcomes(row, known);
                return outcomes == Outcomes.TRUE ? outcomes : Outcomes.or(outcomes, second.outcomes(row, known));
            };
        }

        @Override
        public Stream<ColumnPath> columns() {
            return Stream.concat(left.columns(), right.columns());
        }

        @Override
        public String toString() {
            return "(" + left + " OR " + right + ")";
        }
    }
}
