#include "reports/html/markup.hpp"

#include "reports/statement/text.hpp"

namespace drawdown::reports::html {

std::string escaped(std::string_view text) {
  std::string out;
  for (const char letter : clean(text)) {
    switch (letter) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += letter;
    }
  }
  return out;
}

markup::element::~element() {
  in_.out_ += "</";
  in_.out_ += name_.text();
  in_.out_ += '>';
}

void markup::begin(word name, const attributes& with) {
  out_ += '<';
  out_ += name.text();
  for (const attribute& each : with) {
    out_ += ' ';
    out_ += each.name.text();
    out_ += "=\"";
    out_ += escaped(each.value);
    out_ += '"';
  }
  out_ += '>';
}

markup::element markup::open(word name, const attributes& with) {
  begin(name, with);
  return {*this, name};
}

void markup::put(word name, const attributes& with, std::string_view content) {
  const element whole = open(name, with);
  text(content);
}

void markup::put_empty(word name, const attributes& with) {
  begin(name, with);
}

void markup::text(std::string_view content) {
  out_ += escaped(content);
}

void markup::style(const asset& built_in) {
  const element whole = open("style");
  out_ += built_in.text;
}

void markup::script(const asset& built_in) {
  const element whole = open("script");
  out_ += built_in.text;
}

void markup::data(std::string_view id, std::string_view json) {
  const element whole = open("script", {{"type", "application/json"}, {"id", std::string(id)}});
  for (const char letter : json) {
    if (letter == '<')
      out_ += "\\u003c";
    else if (letter == '>')
      out_ += "\\u003e";
    else if (letter == '&')
      out_ += "\\u0026";
    else
      out_ += letter;
  }
}

}  // namespace drawdown::reports::html
