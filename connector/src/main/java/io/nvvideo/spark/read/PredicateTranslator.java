package io.nvvideo.spark.read;

import io.nvvideo.spark.column.ColumnPath;
import io.nvvideo.spark.condition.Condition;
import io.nvvideo.spark.condition.Operand;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Spark's predicates as conditions with exactly the same meaning; whatever has none stays with Spark. Predicates are told apart
 * by name, because later versions of Spark add names, not classes.
 */
final class PredicateTranslator {
    private final View view;

    PredicateTranslator(View view) {
        this.view = view;
    }

    /** The condition; empty if there is none of the same meaning, or if it would take decoding. */
    Optional<Condition> translate(Predicate predicate) {
        return Optional.ofNullable(condition(predicate));
    }

    private Condition condition(Expression expression) {
        if (!(expression instanceof Predicate predicate)) {
            return null;
        }
        Expression[] children = predicate.children();
        switch (predicate.name()) {
            case "ALWAYS_TRUE":
                return new Condition.Constant(true);
            case "ALWAYS_FALSE":
                return new Condition.Constant(false);
            case "NOT": {
                Condition inner = condition(children[0]);
                return inner == null ? null : new Condition.Not(inner);
            }
            case "AND", "OR": {
                Condition left = condition(children[0]);
                Condition right = condition(children[1]);
                if (left == null || right == null) {
                    return null;
                }
                return predicate.name().equals("AND") ? new Condition.And(left, right) : new Condition.Or(left, right);
            }
            case "IS_NULL", "IS_NOT_NULL": {
                ColumnPath column = view.cheapColumn(children[0]);
                return column == null
                        ? null
                        : new Condition.NullTest(column, predicate.name().equals("IS_NULL"));
            }
            case "BOOLEAN_EXPRESSION":
                return flag(children[0]);
            case "IN":
                return in(children);
            case "STARTS_WITH", "ENDS_WITH", "CONTAINS":
                return textMatch(Condition.TextOperator.valueOf(predicate.name()), children);
            default:
                return comparison(Condition.Operator.named(predicate.name()), children);
        }
    }

    /** A boolean column by itself. */
    private Condition flag(Expression expression) {
        if (expression instanceof Predicate) {
            return condition(expression);
        }
        ColumnPath column = view.comparableColumn(expression);
        return column != null && DataTypes.BooleanType.equals(view.type(column))
                ? new Condition.Comparison(
                        new Operand.Column(column), Condition.Operator.EQUAL, new Operand.Literal(true, "true"))
                : null;
    }

    private Condition in(Expression[] children) {
        ColumnPath column = view.comparableColumn(children[0]);
        if (column == null) {
            return null;
        }
        List<Operand.Literal> list = new ArrayList<>();
        for (int i = 1; i < children.length; i++) {
            Operand.Literal literal = literal(children[i], view.type(column));
            if (literal == null) {
                return null;
            }
            list.add(literal);
        }
        return new Condition.In(new Operand.Column(column), list);
    }

    private Condition textMatch(Condition.TextOperator operator, Expression[] children) {
        List<Operand> operands = operands(children);
        return operands.isEmpty() || !DataTypes.StringType.equals(sharedType(children))
                ? null
                : new Condition.TextMatch(operands.get(0), operator, operands.get(1));
    }

    private Condition comparison(Condition.Operator operator, Expression[] children) {
        List<Operand> operands = operator == null ? List.of() : operands(children);
        return operands.isEmpty() ? null : new Condition.Comparison(operands.get(0), operator, operands.get(1));
    }

    /** Both sides, if they have one type, else nothing. */
    private List<Operand> operands(Expression[] children) {
        DataType type = children.length == 2 ? sharedType(children) : null;
        if (type == null) {
            return List.of();
        }
        List<Operand> operands = new ArrayList<>();
        for (Expression child : children) {
            ColumnPath column = view.comparableColumn(child);
            if (column != null && !view.type(column).equals(type)) {
                return List.of();
            }
            Operand operand = column == null ? literal(child, type) : new Operand.Column(column);
            if (operand == null) {
                return List.of();
            }
            operands.add(operand);
        }
        return operands;
    }

    /** The type of the first side that is a column. */
    private DataType sharedType(Expression[] children) {
        for (Expression child : children) {
            ColumnPath column = view.comparableColumn(child);
            if (column != null) {
                return view.type(column);
            }
        }
        return null;
    }

    private static Operand.Literal literal(Expression expression, DataType type) {
        if (expression instanceof Predicate constant && DataTypes.BooleanType.equals(type)) {
            // Where a value is asked for, Spark still writes true and false as predicates.
            return switch (constant.name()) {
                case "ALWAYS_TRUE" -> new Operand.Literal(true, "true");
                case "ALWAYS_FALSE" -> new Operand.Literal(false, "false");
                default -> null;
            };
        }
        if (!(expression instanceof Literal<?> literal) || !literal.dataType().equals(type)) {
            return null;
        }
        Object value = literal.value();
        if (value == null) {
            return new Operand.Literal(null, "NULL");
        }
        if (value instanceof UTF8String bytes) {
            String text = bytes.toString();
            // Bytes that are no text would not be the same afterwards.
            return Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes.getBytes())
                    ? new Operand.Literal(text, "'" + text.replace("'", "\\'") + "'")
                    : null;
        }
        if (value instanceof Decimal decimal) {
            return new Operand.Literal(decimal.toJavaBigDecimal(), decimal.toString());
        }
        return value instanceof Serializable plain ? new Operand.Literal(plain, text(plain, type)) : null;
    }

    private static String text(Object value, DataType type) {
        if (type.equals(DataTypes.TimestampType) || type.equals(DataTypes.TimestampNTZType)) {
            String instant = Instant.EPOCH.plus((Long) value, ChronoUnit.MICROS).toString();
            return type.equals(DataTypes.TimestampType) ? instant : instant.substring(0, instant.length() - 1);
        }
        return type.equals(DataTypes.DateType)
                ? LocalDate.ofEpochDay((Integer) value).toString()
                : value.toString();
    }
}
