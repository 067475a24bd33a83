"""What a text must hold to answer when, where, who or how much."""

import pytest

from assistant.extractive.answertype import lacks_type


@pytest.mark.parametrize(
    ("questions", "holding", "lacking"),
    [
        (
            ["When was it released?", "In which year did it appear?", "它是哪一年发布的？", "什么时候？"],
            ["It was released in 2022.", "它于2022年发布。"],
            ["It has 1.5B parameters.", "它有很多参数。"],
        ),
        (
            ["How much does training GPT-3 cost?", "What is the price?", "训练要多少钱？", "价格是多少？"],
            ["It costs $4.6 million.", "约 460 万美元。", "It is 20 dollars."],
            ["It takes 34 days.", "需要三十四天。"],
        ),
        (
            ["Who wrote BERT?", "Whose work is it?", "它是谁提出的？", "谁开发了它？"],
            ["Jacob Devlin wrote it.", "Devlin et al. wrote it.", "由李明等人提出。"],
            ["It was written in one year.", "它由机器写成。"],
        ),
        (
            ["Which hospital gave the notes?", "What company built it?", "哪家医院提供了数据？"],
            ["Notes of Boston Children's Hospital.", "数据来自协和医院。", "Built by Google."],
            ["Notes of many patients.", "数据来自患者。"],
        ),
        (
            ["How many pairs has it?", "What percentage is right?", "它有多少对？", "分成几类？"],
            ["It has 1.6M pairs.", "共三万对。", "Two thirds are right.", "约占 60%。"],
            ["GPT-4 and Llama-2 of 2023 have pairs.", "它有许多对。", "Trained in 2023."],
        ),
        (
            ["How large is it?", "它多大？"],
            ["It has 1.5B parameters.", "有三亿参数。"],
            ["It is one of the largest.", "它是一些统一的三维模型。", "It is the most like GPT-4."],
        ),
        (
            ["In which language are they?", "What language is it written in?", "报告是哪种语言的？"],
            ["They are in Spanish.", "报告为中文。", "It is multilingual."],
            ["They are reports.", "这是报告。"],
        ),
        (
            ["Which country is it from?", "哪个国家的？"],
            ["From the UK.", "来自美国。"],
            ["From a hospital.", "来自医院。"],
        ),
        (
            ["What make is the scanner?", "哪个厂家的扫描仪？"],
            ["A scanner by Siemens Inc", "某公司的扫描仪"],
            ["A scanner.", "扫描仪。"],
        ),
        (
            ["Is it open-source?", "它开源吗？"],
            ["The code is available.", "代码已公开。", "OA: ✓"],
            ["It is large.", "它很大。"],
        ),
        (
            ["What is its web site?", "有网址吗？"],
            ["See https://example.org.", "网址见脚注。"],
            ["It is large.", "它很大。"],
        ),
        (
            ["What learning rate was used?", "学习率是多少？"],
            ["A learning rate of 1e-4.", "学习率为 1e-4。"],
            ["A batch of 32 for 3 days.", "批量为 32。"],
        ),
        (
            ["Under which license is it?", "许可证是什么？"],
            ["It is under the MIT License.", "采用 Apache 许可。"],
            ["It is large.", "它很大。"],
        ),
    ],
)
def test_a_text_without_the_type_asked_for_lacks_it(questions, holding, lacking):
    for question in questions:
        assert [text for text in holding if lacks_type(question, text)] == [], question
        assert [text for text in lacking if not lacks_type(question, text)] == [], question


def test_a_chinese_character_beside_a_number_or_a_word_is_no_part_of_it():
    assert not lacks_type("有多少张图？", "包含108张图像")
    assert not lacks_type("How many A100s were used?", "在2048块A100 GPU上训练")
    assert lacks_type("美国FDA批准它了吗？", "它很大。")
    assert not lacks_type("美国FDA批准它了吗？", "它已获FDA批准。")


def test_fractions_and_minutes_are_numbers():
    assert not lacks_type("占多少？", "约占三分之一。")
    assert not lacks_type("要多久？", "需要五分钟。")


def test_what_a_column_is_called_names_the_thing():
    assert lacks_type("How many layers has it?", "24")
    assert not lacks_type("How many layers has it?", "24", "Layers")


@pytest.mark.parametrize(
    "question",
    [
        "What is BioGPT?",
        "How is it used?",
        "分成哪几类？",
        "何为幻觉？",
        # Words of these types that ask for something else.
        "哪些语言模型用于医学领域？",
        "哪些文本来自医院？",
        "哪些话题被讨论得多？",
        "What natural language processing tasks are there?",
        "What language part is PathChat made of?",
        "How large language models help doctors?",
        "How high-quality data is found?",
        "为什么很多大语言模型会产生幻觉？",
        "近几年的趋势如何？",
        "When does a model hallucinate?",
        "什么时候该用微调？",
        "哪些国产医学大模型出色？",
        "哪些省时的方法好？",
        "Which open-source model is PMC-LLaMA based on?",
        "What repository were the images taken from?",
        "Who is responsible when an LLM errs?",
        "Name datasets whose images are X-rays.",
        "Did it pass the US medical license exam?",
        "Which regulators oversee it?",
        "多层次的安全措施有哪些？",
        "What does prompt sensitivity mean?",
        "What is low-rank adaptation (LoRA)?",
        "Where can CheXpert be downloaded?",
        "What rights does the GDPR grant patients?",
        "What is open-vocabulary segmentation?",
        "对话轮次怎么算？",
        "GPT-3.5 or GPT-4, who passes?",
        "Who gains more?",
        "哪个文生图模型好？",
        "好几种影像怎么合起来看？",
        "几家医院想合练，该怎么办？",
        "",
    ],
)
def test_other_questions_ask_for_no_type(question):
    assert not lacks_type(question, "")
